"""What the database refuses of rules and transfers."""

from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from consent.models import Transfer, TransferRule
from crm.models import Client

pytestmark = pytest.mark.django_db
CROSSING = {"from_region": "jp", "to_region": "eu", "place": "email default", "purpose": "service"}


def refused(name: str, model: Any, **values: Any) -> None:
    before = model.objects.count()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.create(**values)
    assert model.objects.count() == before


def test_a_pair_of_regions_has_one_rule() -> None:
    refused("one_transfer_rule_per_pair_of_regions", TransferRule, from_region="eu", to_region="uk", ground="clauses")


def test_within_a_region_there_is_no_rule() -> None:
    refused("within_a_region_is_no_transfer", TransferRule, from_region="eu", to_region="eu", ground="free")


@pytest.mark.parametrize("ground", ["adequacy", "clauses", "consent", "free"])
def test_nothing_leaves_china_without_separate_consent(ground: str) -> None:
    refused("china_is_left_with_separate_consent_only", TransferRule, from_region="cn", to_region="eu", ground=ground)


def test_a_transfer_rests_on_a_ground(now: datetime) -> None:
    refused("a_transfer_rests_on_a_ground", Transfer, at=now, is_allowed=True, reason="allowed", **CROSSING)


def test_a_refusal_names_whose(now: datetime) -> None:
    refused("a_refused_transfer_names_whose", Transfer, at=now, is_allowed=False, reason="no_rule", **CROSSING)


def test_the_log_is_append_only(camille: Client, now: datetime) -> None:
    row = Transfer.objects.create(at=now, is_allowed=False, client=camille, reason="no_rule", **CROSSING)

    with pytest.raises(IntegrityError, match="ledger_is_append_only"), transaction.atomic():
        Transfer.objects.update(reason="allowed")
    with pytest.raises(IntegrityError, match="ledger_is_append_only"), transaction.atomic():
        row.delete()

    row.refresh_from_db()
    assert row.reason == "no_rule"
