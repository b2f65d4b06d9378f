"""The desk of the demonstration's privacy officer: alive, and brought about by what the product itself does."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from clienteling.demo.people.cast import CAST_ADDRESSES
from clienteling.demo.privacy.purpose_words import INVITATIONS, LETTER, NAMES, NOTICES
from consent.models import (
    AccessAlert,
    AccessEntry,
    CurrentDecision,
    Decision,
    Erasure,
    Protection,
    RetentionBatch,
    RetentionHold,
    SubjectRequest,
)
from consent.queries.permission import decision_on, may_contact
from consent.queries.preferences import preferences_of
from consent.queries.requests import counted_requests
from consent.queries.restriction import is_restricted
from consent.rights.erasing.work import work_on_due_erasure
from crm.models import Brand, Client, Destination, RecipientNotice, User
from tests.demonstration import small_house

pytestmark = pytest.mark.django_db
Kind, State = SubjectRequest.Kind, SubjectRequest.State


@pytest.fixture(scope="module")
def now() -> datetime:
    return timezone.now()


@pytest.fixture(scope="module", autouse=True)
def house(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any, now: datetime) -> Iterator[None]:
    with django_db_blocker.unblock(), small_house(tmp_path_factory.mktemp("var"), clients=900, now=now):
        yield


@pytest.fixture
def brand() -> Brand:
    return Brand.objects.get(code="AURELLE")


@pytest.fixture
def camille() -> Client:
    return Client.objects.get(identifiers__value=CAST_ADDRESSES[0])


def one(kind: str, state: str) -> SubjectRequest:
    return SubjectRequest.objects.get(kind=kind, state=state)


def test_every_right_was_asked_for_and_each_request_is_as_far_as_the_house_is_with_it() -> None:
    found = Counter(SubjectRequest.objects.values_list("kind", "state"))

    assert found == {
        (Kind.RECTIFICATION, State.OPEN): 1,
        (Kind.RECTIFICATION, State.DONE): 1,
        (Kind.HUMAN_REVIEW, State.OPEN): 1,
        (Kind.ERASURE, State.REFUSED): 1,
        (Kind.ERASURE, State.UNCONFIRMED): 1,
        (Kind.ERASURE, State.WORKING): 1,
        (Kind.ERASURE, State.WITHDRAWN): 1,
        (Kind.RESTRICTION, State.DONE): 1,
        (Kind.ACCESS, State.WORKING): 1,
        (Kind.OBJECTION_PROFILING, State.DONE): 1,
        (Kind.OBJECTION_MARKETING, State.DONE): 1,
    }


def test_one_request_is_due_within_three_days_and_none_is_overdue(now: datetime) -> None:
    counts = counted_requests(SubjectRequest.objects.all(), at=now)

    assert (counts.soon, counts.overdue) == (1, 0)
    assert one(Kind.RECTIFICATION, State.OPEN).due_at > now + timedelta(days=1)


def test_one_was_extended_with_its_reason_and_one_refused_after_three_wrong_codes() -> None:
    extended = SubjectRequest.objects.exclude(extended_because="").get()
    refused = one(Kind.ERASURE, State.REFUSED)

    assert (extended.kind, extended.due_at - extended.received_at > timedelta(days=85)) == (Kind.HUMAN_REVIEW, True)
    assert refused.refusal == SubjectRequest.Refusal.IDENTITY
    assert Counter(refused.steps.values_list("what", flat=True))["code_wrong"] == 3


def test_what_was_answered_holds(brand: Brand, now: datetime) -> None:
    objected = one(Kind.OBJECTION_MARKETING, State.DONE).client
    permission = may_contact(objected, purpose="marketing", channel="email", brand=brand, at=now)
    unprofiled = one(Kind.OBJECTION_PROFILING, State.DONE).client

    assert one(Kind.RECTIFICATION, State.DONE).client.city == "Annecy"
    assert is_restricted(one(Kind.RESTRICTION, State.DONE).client)
    assert decision_on(unprofiled, purpose="profiling", brand=brand).reason == "withdrawn"
    assert permission.reason == "suppressed"


def test_the_erased_person_is_nobodys_and_a_partner_is_to_be_told(now: datetime) -> None:
    """The workers do the rest: the message to the partner, and a second pass."""
    erased = one(Kind.ERASURE, State.WORKING)

    work_on_due_erasure(now=now)

    told = RecipientNotice.objects.filter(request=erased).values_list("destination__name", "type")
    assert list(told) == [("Studio Wren, letters", "subject.erased")]
    assert Erasure.objects.get().counts["crm.Identifier"] > 0
    assert Client.objects.get(pk=erased.client_id).given_name == ""


def test_the_houses_own_purposes_stand_under_marketing_in_four_languages(camille: Client, brand: Brand) -> None:
    rows = {row.purpose: row for row in preferences_of(camille, brand=brand, language="fr")}

    assert [(rows[code].depth, rows[code].name) for code in (INVITATIONS, LETTER)] == [
        (1, NAMES[INVITATIONS]["fr"]),
        (1, NAMES[LETTER]["fr"]),
    ]
    assert {tuple(texts) for texts in (*NAMES.values(), *NOTICES.values())} == {("en", "fr", "it", "zh-hans")}


def test_decisions_were_taken_in_every_way() -> None:
    ways = set(Decision.objects.values_list("method", flat=True))

    assert ways == set(Decision.Method.values) - {"api"}
    assert Decision.objects.filter(confirms__isnull=False, method="boutique_tablet").count() == 1


def test_camille_said_yes_on_the_tablet_and_no_in_the_app(camille: Client, brand: Brand, now: datetime) -> None:
    invited = may_contact(camille, purpose=INVITATIONS, channel="email", brand=brand, at=now)
    shared = CurrentDecision.objects.get(client=camille, purpose__code="sharing", brand=brand).decision

    assert invited.is_allowed
    assert (shared.status, shared.method) == ("withdrawn", "app")


def test_a_yes_typed_into_a_form_waits_for_its_address(brand: Brand, now: datetime) -> None:
    # An objection to marketing said no to the letter as well, for its own client.
    waiting = Decision.objects.get(purpose__code=LETTER, status="pending")
    permission = may_contact(waiting.client, purpose=LETTER, channel="email", brand=brand, at=now)

    assert (waiting.status, permission.reason) == ("pending", "pending")


def test_two_protected_clients_stand_masked_in_alices_boutique() -> None:
    alice = User.objects.get(email="alice@aurelle.example")
    protected = Protection.objects.values_list("client", flat=True)

    known = Client.objects.known_to(alice).filter(pk__in=protected)

    assert (Protection.objects.count(), known.count() >= 2) == (3, True)
    assert Client.objects.visible_to(alice).filter(pk__in=protected).count() == 0


def test_the_officer_has_alerts_that_are_new_asked_about_and_explained() -> None:
    found = {alert.code: alert.state for alert in AccessAlert.objects.all()}

    assert found == {"opened": "new", "many_profiles": "asked", "at_night": "explained", "same_name": "new"}


def test_nobody_looked_in_the_future_and_the_log_is_in_the_order_of_time(now: datetime) -> None:
    moments = list(AccessEntry.objects.order_by("pk").values_list("at", flat=True))

    assert moments == sorted(moments)
    assert moments[-1] < timezone.now()
    assert moments[0] > now - timedelta(days=15)


def test_the_house_says_how_many_it_will_forget_and_whom_it_may_not(now: datetime) -> None:
    batch = RetentionBatch.objects.get()

    assert batch.announced_at == now
    assert batch.candidates.count() > 0
    assert RetentionHold.objects.filter(lifted_at=None).count() == 1


def test_two_partners_in_other_regions_are_to_be_told_of_audiences() -> None:
    partners = Destination.objects.order_by("pk").values_list("region", "purpose__code", "audiences__segment__code")

    assert list(partners) == [("uk", "marketing", "gift"), ("us", "sharing", "vic")]
