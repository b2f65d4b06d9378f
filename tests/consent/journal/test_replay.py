"""Each line of a journal is carried out once, and never against what was said later."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from consent.actions.decide import decide_for_person
from consent.actions.quieten import limit_marketing, pause_marketing
from consent.actions.restrict import restrict_client
from consent.contact_hash import contact_hash
from consent.journal.folder import Line, all_names, new_name, newest_names, read_file, write_file
from consent.journal.kinds import REASON
from consent.journal.named import client_hash
from consent.journal.replay import Replayed, replay_journal
from consent.journal.write import write_journal
from consent.models import ContactPreference, CurrentDecision, Decision, JournalFile, Restriction, Suppression
from consent.queries.restriction import is_restricted
from crm.actions.merge import merge_clients
from crm.models import Boutique, Brand, Client, User
from tests.factories import allow_contact, make_known_client

pytestmark = pytest.mark.django_db


def replayed(now: datetime, *lines: Line) -> Replayed:
    write_file(new_name(now), lines)
    return replay_journal()


def no_of(client: Client, at: datetime, **other: Any) -> Line:
    """The line of a withdrawal."""
    line = {
        "kind": "decision", "client": client_hash(client.uid), "brand": "AURELLE", "purpose": "marketing",
        "channel": "email", "contact": contact_hash("email", "camille@mail.example"), "status": "withdrawn",
        "method": "one_click", "at": at.isoformat(),
    }  # fmt: skip
    return {**line, **other}


def restriction_of(client: Client, since: datetime, lifted_at: datetime | None = None) -> Line:
    lifted = lifted_at.isoformat() if lifted_at else None
    return {
        "kind": "restriction", "client": client_hash(client.uid), "since": since.isoformat(), "lifted_at": lifted,
    }  # fmt: skip


def held(client: Client) -> list[tuple[str, str, str]]:
    current = CurrentDecision.objects.filter(client=client).order_by("pk")
    return list(current.values_list("decision__purpose__code", "decision__status", "decision__origin"))


def test_a_withdrawal_after_the_backup_holds_again(camille: Client, brand: Brand, now: datetime) -> None:
    allow_contact(camille, brand)

    done = replayed(now, no_of(camille, now))

    assert (done.files, dict(done.lines), done.strangers) == (1, {"decision": 1}, 0)
    assert held(camille) == [("marketing", "withdrawn", REASON)]


def test_what_was_said_later_goes_on_holding(camille: Client, brand: Brand, now: datetime) -> None:
    yes = allow_contact(camille, brand)

    replayed(now, no_of(camille, yes.captured_at - timedelta(days=1)))

    assert held(camille) == [("marketing", "given", "")]
    assert list(Decision.objects.order_by("pk").values_list("status", flat=True)) == ["given", "withdrawn"]


def test_a_line_twice_is_one_decision(camille: Client, brand: Brand, now: datetime) -> None:
    replayed(now, no_of(camille, now), no_of(camille, now))

    assert Decision.objects.count() == 1


def test_a_decision_about_the_person_has_no_address(camille: Client, brand: Brand, now: datetime) -> None:
    replayed(now, no_of(camille, now, purpose="profiling", channel="", contact=""))

    assert Decision.objects.get().contact_hash == contact_hash("", camille.uid)
    assert held(camille) == [("profiling", "withdrawn", REASON)]


def test_lines_of_people_whom_the_backup_does_not_have_are_counted(
    camille: Client, brand: Brand, now: datetime
) -> None:
    done = replayed(now, {**no_of(camille, now), "client": client_hash("C-0000000000"), "contact": "a" * 64})

    assert (done.strangers, Decision.objects.count()) == (1, 0)


def test_an_address_is_silent_again_once(brand: Brand, now: datetime) -> None:
    line = {
        "kind": "suppression", "channel": "email", "contact": "a" * 64, "brand": brand.code, "reason": "unsubscribed",
        "marketing_only": True, "at": now.isoformat(),
    }  # fmt: skip

    done = replayed(now, line, {**line, "brand": None}, line)

    assert (done.lines["suppression"], done.strangers) == (3, 0)
    assert list(Suppression.objects.order_by("pk").values_list("brand", "reason")) == [
        (brand.pk, "unsubscribed"), (None, "unsubscribed"),
    ]  # fmt: skip


def test_a_restriction_holds_again_and_ends_as_it_ended(camille: Client, now: datetime) -> None:
    replayed(now, restriction_of(camille, now))
    assert is_restricted(camille)

    replayed(now + timedelta(days=1), restriction_of(camille, now, lifted_at=now + timedelta(hours=1)))

    assert not is_restricted(camille)
    assert list(Restriction.objects.values_list("since", "lifted_at", "lifted_because")) == [
        (now, now + timedelta(hours=1), REASON)
    ]


def test_a_restriction_that_holds_already_is_not_doubled(camille: Client, petra: User, now: datetime) -> None:
    kept = restrict_client(camille, reason="contested", actor=petra, at=now - timedelta(days=1))

    replayed(now, restriction_of(camille, now))

    assert Restriction.objects.get() == kept


def test_a_file_is_carried_out_once(camille: Client, brand: Brand, now: datetime) -> None:
    first = replayed(now, no_of(camille, now))

    again = replay_journal()

    assert (first.files, again.files, Decision.objects.count()) == (1, 0, 1)
    assert list(JournalFile.objects.values_list("name", "entries", "is_replayed")) == [(all_names()[0], 1, True)]


def test_the_newest_files_are_those_of_the_last_day_that_has_any(now: datetime, settings: Any) -> None:
    for hours in (0, 1, 2):
        write_file(new_name(now + timedelta(hours=hours)), [])
    root = Path(settings.PRIVACY_JOURNAL_FOLDER)
    (root / "README").touch()
    (root / "2026-03-11").mkdir()
    (root / "2026-03-11" / "000000.000000-begun.part").touch()

    assert newest_names(2) == all_names()[1:]
    assert [name[:17] for name in all_names()] == ["2026-03-10/140000", "2026-03-10/150000", "2026-03-10/160000"]


@pytest.fixture
def double(boutique: Boutique, brand: Brand) -> Client:
    """Another record of hers, with an address that allows what Camille's allows."""
    double = make_known_client(boutique, "Camile", email="camille.l@office.example")
    allow_contact(double, brand)
    return double


def test_a_no_holds_for_whoever_has_the_address_in_the_older_copy(camille: Client, brand: Brand, now: datetime) -> None:
    """The record that said it was cut out of Camille's after the backup, with the address."""
    allow_contact(camille, brand)

    done = replayed(now, {**no_of(camille, now), "client": client_hash("C-0000000000")})

    assert done.strangers == 1
    assert held(camille) == [("marketing", "withdrawn", REASON)]


def test_what_was_said_of_two_who_were_one_holds_for_both_again(
    camille: Client, double: Client, brand: Brand, now: datetime
) -> None:
    both = {"with": [client_hash(double.uid)]}

    replayed(now, no_of(camille, now, purpose="profiling", channel="", contact="", **both))
    replayed(now + timedelta(days=1), {**restriction_of(camille, now), **both})

    assert [held(each)[-1] for each in (camille, double)] == [("profiling", "withdrawn", REASON)] * 2
    assert [is_restricted(each) for each in (camille, double)] == [True, True]


def test_what_one_of_two_said_holds_for_the_record_into_which_it_is_merged_here(
    camille: Client, double: Client, brand: Brand, maya: User, now: datetime
) -> None:
    """They were parted after the backup."""
    merge_clients(camille, double, actor=maya, reason="same", at=now)
    place = {"contact": contact_hash("email", "camille.l@office.example")}

    replayed(now, no_of(double, now + timedelta(hours=1), **place), restriction_of(double, now + timedelta(hours=1)))

    assert held(camille) == [("marketing", "withdrawn", REASON)]
    assert is_restricted(camille)


def test_a_line_names_every_record_of_the_person(
    camille: Client, double: Client, brand: Brand, maya: User, petra: User, now: datetime
) -> None:
    merge_clients(camille, double, actor=maya, reason="same", at=now)
    decide_for_person(camille, brand=brand, purpose="profiling", status="refused", method="app", at=now)
    restrict_client(camille, reason="contested", actor=petra, at=now)

    write_journal(now=now)

    lines = [line for name in all_names() for line in read_file(name)]
    assert [(line["kind"], line["client"], line["with"]) for line in lines] == [
        (kind, client_hash(camille.uid), [client_hash(double.uid)]) for kind in ("decision", "restriction")
    ]


def wishes() -> list[tuple[Any, ...]]:
    found = ContactPreference.objects.order_by("client").values_list("client", "paused_until", "at_most", "changed_at")
    return list(found)


def test_silence_holds_again_and_ends_as_it_ended(camille: Client, brand: Brand, now: datetime) -> None:
    line: Line = {
        "kind": "preference", "client": client_hash(camille.uid), "with": [], "brand": brand.code,
        "paused_until": (now + timedelta(days=30)).isoformat(), "at_most": 2, "at": now.isoformat(),
    }  # fmt: skip
    later = now + timedelta(hours=1)

    replayed(now, line, line)
    assert wishes() == [(camille.pk, now + timedelta(days=30), 2, now)]
    replayed(later, {**line, "paused_until": None, "at_most": None, "at": later.isoformat()}, line)

    assert wishes() == [(camille.pk, None, None, later)]


def test_silence_reaches_the_journal_as_a_hash(
    camille: Client, double: Client, brand: Brand, maya: User, now: datetime
) -> None:
    merge_clients(camille, double, actor=maya, reason="same", at=now)
    until = pause_marketing(camille, brand=brand, days=30, at=now)
    limit_marketing(camille, brand=brand, at_most=1, at=now)

    write_journal(now=now)

    assert until is not None
    line = {
        "kind": "preference", "client": client_hash(camille.uid), "with": [client_hash(double.uid)],
        "brand": brand.code, "paused_until": until.isoformat(), "at_most": 1, "at": now.isoformat(),
    }  # fmt: skip
    assert [each for name in all_names() for each in read_file(name)] == [line, line]
