"""A merge, its undoing and a restored backup meet rows of both keys."""

from datetime import datetime

import pytest
from pytest_django import Settings

from consent.actions.decide import record_decision
from consent.contact_hash import contact_hash, first_hash
from consent.journal.replay import replay_journal
from consent.models import CurrentDecision, Decision, Suppression
from consent.queries.permission import may_contact
from consent.rehashing.carry_over import carry_over
from crm.actions.merge import merge_clients, unmerge_clients
from crm.models import Boutique, Brand, Client, User
from tests.consent.journal.test_replay import no_of, replayed
from tests.consent.rehashing.keys import first_restart, second_restart
from tests.factories import add_identifier, allow_contact, make_known_client

pytestmark = pytest.mark.django_db
MINE, THEIRS = "camille@mail.example", "camille.l@office.example"


@pytest.fixture
def double(boutique: Boutique) -> Client:
    return make_known_client(boutique, "Camile", email=THEIRS)


def on(client: Client, brand: Brand, address: str, at: datetime) -> str:
    return may_contact(client, purpose="marketing", channel="email", brand=brand, at=at, contact=address).reason


def withdraw(client: Client, brand: Brand, address: str, at: datetime) -> None:
    record_decision(
        client, brand=brand, purpose="marketing", channel="email", contact=address, status="withdrawn", method="app",
        at=at,
    )  # fmt: skip


def both(client: Client, brand: Brand, at: datetime) -> list[str]:
    return [on(client, brand, address, at) for address in (MINE, THEIRS)]


def test_what_was_decided_under_both_keys_is_merged(
    camille: Client, double: Client, brand: Brand, maya: User, now: datetime, settings: Settings
) -> None:
    allow_contact(camille, brand)
    second_restart(settings)
    allow_contact(double, brand)

    merge_clients(camille, double, actor=maya, reason="same", at=now)

    assert both(camille, brand, now) == ["allowed", "allowed"]
    held = CurrentDecision.objects.filter(client=camille).order_by("contact_hash")
    assert list(held.values_list("contact_hash", flat=True)) == sorted(
        contact_hash("email", each) for each in (MINE, THEIRS)
    )


def test_a_no_under_either_key_survives_a_merge_and_its_undoing(
    camille: Client, double: Client, brand: Brand, maya: User, now: datetime, settings: Settings
) -> None:
    allow_contact(camille, brand)
    allow_contact(double, brand)
    log = merge_clients(camille, double, actor=maya, reason="same", at=now)
    second_restart(settings)
    withdraw(camille, brand, THEIRS, now)
    carry_over()

    unmerge_clients(log, actor=maya, at=now)

    assert (on(camille, brand, MINE, now), on(double, brand, THEIRS, now)) == ("allowed", "withdrawn")


def test_a_process_that_only_reads_the_next_key_merges_what_stands_under_it(
    camille: Client, double: Client, brand: Brand, maya: User, now: datetime, settings: Settings
) -> None:
    allow_contact(camille, brand)
    add_identifier(double, "phone", "+33639980099")
    second_restart(settings)
    allow_contact(double, brand)
    first_restart(settings)

    merge_clients(camille, double, actor=maya, reason="same", at=now)

    assert both(camille, brand, now) == ["allowed", "allowed"]
    second_restart(settings)
    assert both(camille, brand, now) == ["allowed", "allowed"]
    held = {first_hash("email", MINE), contact_hash("email", THEIRS)}
    assert set(CurrentDecision.objects.filter(client=camille).values_list("contact_hash", flat=True)) == held


def test_a_journal_of_the_former_key_is_replayed_under_the_new(
    camille: Client, brand: Brand, now: datetime, settings: Settings
) -> None:
    allow_contact(camille, brand)
    silence = {
        "kind": "suppression", "channel": "email", "contact": contact_hash("email", MINE), "brand": None,
        "reason": "bounced", "marketing_only": True, "at": now.isoformat(),
    }  # fmt: skip
    lines = [no_of(camille, now), silence]
    second_restart(settings)

    replayed(now, *lines)
    replayed(now, *lines)

    assert CurrentDecision.objects.values_list("contact_hash", "decision__status").get() == (
        contact_hash("email", MINE), "withdrawn",
    )  # fmt: skip
    assert Suppression.objects.values_list("contact_hash", flat=True).get() == contact_hash("email", MINE)
    assert Decision.objects.count() == 2


def test_a_journal_of_the_new_key_is_replayed_into_a_backup_of_the_former(
    camille: Client, brand: Brand, now: datetime, settings: Settings
) -> None:
    allow_contact(camille, brand)
    second_restart(settings)

    replayed(now, no_of(camille, now))

    assert CurrentDecision.objects.values_list("contact_hash", "decision__status").get() == (
        contact_hash("email", MINE), "withdrawn",
    )  # fmt: skip
    assert replay_journal().files == 0


def test_a_no_on_an_address_that_is_theirs_no_more_is_replayed_as_it_stands(
    camille: Client, brand: Brand, now: datetime, settings: Settings
) -> None:
    line = no_of(camille, now, contact=contact_hash("email", "former@mail.example"))
    second_restart(settings)

    replayed(now, line)
    replayed(now, line)

    assert Decision.objects.values_list("contact_hash", flat=True).get() == contact_hash("email", "former@mail.example")
