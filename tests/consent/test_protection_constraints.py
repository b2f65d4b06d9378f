"""What the database refuses of protections, openings and alerts."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from consent.models import AccessAlert, Opening, Protection
from crm.models import Client, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def protection(camille: Client, maya: User, now: datetime) -> Protection:
    return Protection.objects.create(
        client=camille, kind="famous", because="Known from the cinema", marked_by=maya, marked_at=now
    )


@pytest.fixture
def opening(protection: Protection, bob: User, now: datetime) -> Opening:
    until = now + timedelta(minutes=15)
    return Opening.objects.create(
        protection=protection, user=bob, kind="visit", because="Comes at four", opened_at=now, until=until
    )


def refused(name: str, model: Any, **values: Any) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.create(**values)


def test_a_client_is_protected_once(protection: Protection, maya: User, now: datetime) -> None:
    refused(
        "one_live_protection_per_client", Protection,
        client=protection.client, kind="asked", because="Asked twice", marked_by=maya, marked_at=now,
    )  # fmt: skip

    assert Protection.objects.get() == protection


def test_nobody_lifts_without_a_name(camille: Client, maya: User, now: datetime) -> None:
    refused(
        "a_lifted_protection_says_by_whom", Protection,
        client=camille, kind="asked", because="Asked", marked_by=maya, marked_at=now, lifted_at=now,
    )  # fmt: skip

    assert Protection.objects.count() == 0


def test_an_opening_ends_later(protection: Protection, bob: User, now: datetime) -> None:
    refused(
        "an_opening_ends_after_it_begins", Opening,
        protection=protection, user=bob, kind="visit", because="Comes", opened_at=now, until=now,
    )  # fmt: skip

    assert Opening.objects.count() == 0


@pytest.mark.parametrize("change", [{"kind": "care"}, {"because": "Something nicer"}])
def test_an_opening_is_not_rewritten(opening: Opening, change: dict[str, str]) -> None:
    with pytest.raises(IntegrityError, match="ledger_is_append_only"), transaction.atomic():
        Opening.objects.filter(pk=opening.pk).update(**change)

    opening.refresh_from_db()
    assert (opening.kind, opening.because) == ("visit", "Comes at four")


def test_an_opening_is_not_deleted(opening: Opening) -> None:
    with pytest.raises(IntegrityError, match="ledger_is_append_only"), transaction.atomic():
        opening.delete()

    assert Opening.objects.count() == 1


def test_an_erasure_empties_the_words_of_an_opening(opening: Opening) -> None:
    Opening.objects.update(because="")

    opening.refresh_from_db()
    assert (opening.kind, opening.because) == ("visit", "")


@pytest.mark.parametrize(
    ("name", "said"),
    [("an_alert_asked_about_says_by_whom", "asked_at"), ("an_explained_alert_says_by_whom", "explained_at")],
)
def test_an_alert_says_by_whom(name: str, said: str, bob: User, now: datetime) -> None:
    refused(name, AccessAlert, key="a", code="at_night", user=bob, at=now, words="1 look.", **{said: now})

    assert AccessAlert.objects.count() == 0
