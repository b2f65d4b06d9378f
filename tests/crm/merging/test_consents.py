"""A merge never lets the house do more than it might before."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from consent.actions.decide import record_decision
from consent.models import Decision
from consent.queries.permission import decision_on, may_contact
from crm.actions.merge import follow_stragglers, merge_clients, unmerge_clients
from crm.models import Brand, Client, Identifier, User
from tests.factories import make_client

pytestmark = pytest.mark.django_db
MINE, THEIRS = "camille@mail.example", "camille.l@office.example"


def decide(client: Client, brand: Brand, status: str, at: datetime, *, contact: str = "", **options: Any) -> None:
    purpose = "marketing" if contact else "profiling"
    record_decision(
        client, brand=brand, purpose=purpose, channel="email" if contact else "", contact=contact, status=status,
        method="web_form", at=at, **options,
    )  # fmt: skip


def may_write(client: Client, brand: Brand, contact: str, at: datetime) -> bool:
    """Asked of this very address."""
    Identifier.objects.filter(namespace="email", client=client).update(verified_at=None)
    Identifier.objects.filter(namespace="email", value=contact).update(verified_at=at)
    assert client.contact_point("email") == contact
    return may_contact(client, purpose="marketing", channel="email", brand=brand, at=at).is_allowed


def test_a_yes_goes_with_its_address_and_with_no_other(
    camille: Client, double: Client, brand: Brand, maya: User, now: datetime
) -> None:
    decide(double, brand, "given", now, contact=THEIRS)

    merge_clients(camille, double, actor=maya, reason="same", at=now)

    assert [may_write(camille, brand, address, now) for address in (MINE, THEIRS)] == [False, True]


def test_a_no_on_either_record_holds(camille: Client, double: Client, brand: Brand, maya: User, now: datetime) -> None:
    for client in (camille, double):
        decide(client, brand, "given" if client == camille else "withdrawn", now, contact=MINE)

    merge_clients(camille, double, actor=maya, reason="same", at=now)

    assert not may_write(camille, brand, MINE, now)


def test_an_old_yes_to_an_address_that_is_the_others_now_does_not_count(
    camille: Client, double: Client, brand: Brand, maya: User, now: datetime
) -> None:
    decide(camille, brand, "given", now, contact=THEIRS)
    decide(double, brand, "given", now, contact=MINE)

    merge_clients(camille, double, actor=maya, reason="same", at=now)

    assert [may_write(camille, brand, address, now) for address in (MINE, THEIRS)] == [False, False]


def test_suggestions_need_the_yes_of_both(
    camille: Client, double: Client, brand: Brand, maya: User, now: datetime
) -> None:
    third = make_client("Camilla")
    for client in (camille, double):
        decide(client, brand, "given", now)

    merge_clients(camille, double, actor=maya, reason="same", at=now)
    with_both = decision_on(camille, purpose="profiling", brand=brand, at=now).is_allowed
    merge_clients(camille, third, actor=maya, reason="same", at=now)

    assert (with_both, decision_on(camille, purpose="profiling", brand=brand, at=now).reason) == (True, "no_decision")


def test_the_earlier_end_of_two_consents_counts(
    camille: Client, double: Client, brand: Brand, maya: User, now: datetime
) -> None:
    decide(camille, brand, "given", now)
    decide(double, brand, "given", now, valid_to=now + timedelta(days=1))

    merge_clients(camille, double, actor=maya, reason="same", at=now)

    assert decision_on(camille, purpose="profiling", brand=brand, at=now + timedelta(days=2)).reason == "expired"


def test_the_ledger_is_not_touched(camille: Client, double: Client, brand: Brand, maya: User, now: datetime) -> None:
    decide(camille, brand, "given", now, contact=MINE)
    decide(double, brand, "withdrawn", now, contact=THEIRS)
    before = list(Decision.objects.order_by("pk").values())

    unmerge_clients(merge_clients(camille, double, actor=maya, reason="same", at=now), actor=maya, at=now)

    assert list(Decision.objects.order_by("pk").values()) == before


def test_a_no_that_reached_the_duplicate_too_late_counts(
    camille: Client, double: Client, brand: Brand, maya: User, now: datetime
) -> None:
    decide(double, brand, "given", now, contact=THEIRS)
    log = merge_clients(camille, double, actor=maya, reason="same", at=now)
    decide(double, brand, "withdrawn", now, contact=THEIRS)

    follow_stragglers(log)

    assert not may_write(camille, brand, THEIRS, now)


def test_what_was_decided_since_goes_with_its_address(
    camille: Client, double: Client, brand: Brand, maya: User, now: datetime, later: datetime
) -> None:
    log = merge_clients(camille, double, actor=maya, reason="same", at=now)
    decide(camille, brand, "given", later, contact=MINE)
    decide(camille, brand, "given", later, contact=THEIRS)

    unmerge_clients(log, actor=maya, at=later)

    assert [may_write(camille, brand, MINE, later), may_write(double, brand, THEIRS, later)] == [True, True]
    assert camille.current_decisions.count() == double.current_decisions.count() == 1


def test_about_the_person_a_no_since_counts_for_both_and_a_yes_for_neither(
    camille: Client, double: Client, brand: Brand, maya: User, now: datetime, later: datetime
) -> None:
    reasons = {}
    for said in ("given", "withdrawn"):
        log = merge_clients(camille, double, actor=maya, reason="same", at=now)
        decide(camille, brand, said, later)
        unmerge_clients(log, actor=maya, at=later)
        reasons[said] = [decision_on(each, purpose="profiling", brand=brand).reason for each in (camille, double)]

    assert reasons == {"given": ["no_decision"] * 2, "withdrawn": ["withdrawn"] * 2}


def test_undoing_the_first_of_two_merges_thinks_the_second_again(
    camille: Client, double: Client, brand: Brand, maya: User, now: datetime
) -> None:
    third = make_client("Camilla")
    for client in (camille, third):
        decide(client, brand, "given", now)
    first = merge_clients(camille, double, actor=maya, reason="same", at=now)
    second = merge_clients(camille, third, actor=maya, reason="same", at=now)
    asked = []

    for log in (first, second):
        unmerge_clients(log, actor=maya, at=now)
        asked.append(decision_on(camille, purpose="profiling", brand=brand, at=now).is_allowed)

    assert asked == [True, True]
    assert decision_on(third, purpose="profiling", brand=brand, at=now).is_allowed
    assert not decision_on(double, purpose="profiling", brand=brand, at=now).is_allowed
