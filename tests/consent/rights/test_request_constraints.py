"""What the database itself refuses of requests."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model

from consent.models import Correction, DataExport, IdentityChallenge, RequestStep, SubjectRequest
from consent.rights.requests import open_request
from crm.models import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_of_camille(camille: Client, now: datetime) -> SubjectRequest:
    return open_request(camille, kind="erasure", intake="officer", at=now)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"due_at": datetime.fromisoformat("2026-03-01T00:00:00+00:00")}, "a_request_is_due_after_it_came"),
        ({"state": "withdrawn"}, "a_closed_request_says_when"),
        ({"refusal": "law"}, "a_refused_request_says_why_and_no_other"),
        ({"state": "open"}, "nothing_is_carried_out_for_an_unknown_person"),
    ],
)
def test_a_request_holds_together(request_of_camille: SubjectRequest, changes: dict[str, Any], constraint: str) -> None:
    rows = SubjectRequest.objects.filter(pk=request_of_camille.pk)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        rows.update(**changes)

    assert rows.get().state == "unconfirmed"


def test_one_right_is_used_once_at_a_time(request_of_camille: SubjectRequest) -> None:
    again = SubjectRequest.objects.get(pk=request_of_camille.pk)
    again.pk, again.reference = None, "R-ANOTHER1"

    with pytest.raises(IntegrityError, match="one_live_request_per_client_and_right"), transaction.atomic():
        again.save()

    assert SubjectRequest.objects.count() == 1


def test_a_code_has_three_tries_and_an_end(request_of_camille: SubjectRequest, now: datetime) -> None:
    place: dict[str, Any] = {"request": request_of_camille, "channel": "email", "contact_hash": "a" * 64}
    ends: dict[str, Any] = {"asked_at": now, "expires_at": now + timedelta(minutes=10)}

    with pytest.raises(IntegrityError, match="a_code_is_tried_three_times_at_most"), transaction.atomic():
        IdentityChallenge.objects.create(**place, **ends, tries=4)
    with pytest.raises(IntegrityError, match="a_code_ends_after_it_was_sent"), transaction.atomic():
        IdentityChallenge.objects.create(**place, asked_at=now, expires_at=now)

    assert IdentityChallenge.objects.count() == 0


def test_an_export_holds_together(camille: Client, now: datetime) -> None:
    request = open_request(camille, kind="access", intake="client_page", at=now)
    rows = DataExport.objects.filter(request=request)

    with pytest.raises(IntegrityError, match="one_export_of_a_request"), transaction.atomic():
        DataExport.objects.create(request=request, asked_at=now, due_at=now)
    with pytest.raises(IntegrityError, match="an_export_is_due_exactly_while_there_is_work"), transaction.atomic():
        rows.update(due_at=None)
    with pytest.raises(IntegrityError, match="a_ready_export_has_an_end_and_a_digest"), transaction.atomic():
        rows.update(state="ready", due_at=None)

    assert rows.get().state == "due"


def test_a_correction_changes_something(request_of_camille: SubjectRequest, now: datetime) -> None:
    with pytest.raises(IntegrityError, match="a_correction_changes_something"), transaction.atomic():
        Correction.objects.create(request=request_of_camille, field="city", before="Lyon", after="Lyon", at=now)

    assert Correction.objects.count() == 0


@pytest.mark.parametrize("deed", ["update", "delete"])
def test_a_step_is_never_changed(request_of_camille: SubjectRequest, deed: str) -> None:
    rows: Any = RequestStep.objects.filter(request=request_of_camille)
    kept: list[Model] = list(rows)

    with pytest.raises(IntegrityError, match="ledger_is_append_only"), transaction.atomic():
        rows.update(what="done") if deed == "update" else rows.delete()

    assert list(rows) == kept
