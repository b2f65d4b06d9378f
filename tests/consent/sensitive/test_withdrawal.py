"""What was kept by the consent to sensitive information goes when it ends, wherever it stands."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from clienteling.actions.contacts import log_contact
from clienteling.actions.notes import write_note
from clienteling.actions.tell_of_withdrawal import TOLD
from clienteling.models import Contact, Note, Task
from consent.actions.decide import decide_for_person
from consent.actions.hold import place_hold
from consent.actions.restrict import restrict_client
from consent.models import AccessEntry, DataExport, SensitiveWithdrawal
from consent.registry.registered import declare, table
from consent.rights.export.folder import file_of
from consent.rights.export.work import make_due_export
from consent.rights.requests import confirm_in_person, open_request
from consent.sensitive import work
from consent.sensitive.work import AGAIN, carry_out_withdrawal, carry_out_withdrawals
from consent.tasks import end_sensitive
from crm.actions.merge import merge_clients
from crm.actions.relations import relate
from crm.models import Boutique, Brand, Client, Relation, User
from tests.consent.rights.erasing.searching import files_with, keys_with, tables_with
from tests.consent.sensitive.conftest import say
from tests.factories import make_boutique, make_known_client

pytestmark = pytest.mark.django_db
WORDS = ("zephyrine", "quillon", "ombrette", "vervain", "farandole")


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.EXPORT_FOLDER = tmp_path / "exports"
    return tmp_path


@pytest.fixture
def rich(mei: Client, shanghai: Boutique, brand: Brand, li: User) -> Client:
    """A word in every place where sensitive words may stand."""
    friend = make_known_client(shanghai, "Hugo", country="FR")
    relate(mei, kind="child", name="Zephyrine", note="quillon", brand=brand, actor=li)
    relate(friend, kind="sibling", other=mei, note="ombrette", brand=brand, actor=li)
    write_note(mei, author=li, boutique=shanghai, text="vervain", is_private=False)
    log_contact(mei, advisor=li, boutique=shanghai, channel="phone", text="farandole", at=timezone.now())
    return mei


def archive_of(client: Client, petra: User) -> DataExport:
    request = open_request(client, kind="access", intake="officer")
    confirm_in_person(request, actor=petra)
    made = make_due_export(timezone.now())
    assert made is not None
    return made


def counts() -> list[dict[str, int]]:
    return list(SensitiveWithdrawal.objects.order_by("pk").values_list("counts", flat=True))


def test_the_words_are_nowhere_afterwards(rich: Client, brand: Brand, petra: User, folder: Path, now: datetime) -> None:
    export = archive_of(rich, petra)
    assert sorted(tables_with(WORDS)) == ["clienteling_contact", "clienteling_note", "crm_relation"]
    assert file_of(export).is_file()

    say(rich, brand, "withdrawn", now)
    end_sensitive()

    assert (tables_with(WORDS), keys_with(WORDS), files_with(WORDS, folder)) == ({}, [], [])
    export.refresh_from_db()
    assert (export.state, file_of(export).is_file()) == ("deleted", False)
    assert counts() == [{"crm.Relation": 2, "clienteling.Note": 1, "clienteling.Contact": 1, "archives on the disk": 1}]


def test_that_they_spoke_stays_known(rich: Client, brand: Brand, now: datetime) -> None:
    say(rich, brand, "withdrawn", now)

    carry_out_withdrawals()

    assert list(Contact.objects.values_list("client", "channel", "text")) == [(rich.pk, "phone", "")]


def test_the_advisor_is_told_once_and_it_is_written_down(
    rich: Client, brand: Brand, shanghai: Boutique, li: User, now: datetime
) -> None:
    say(rich, brand, "withdrawn", now)
    evening = datetime(2031, 3, 10, 20, 0, tzinfo=now.tzinfo)

    done = [carry_out_withdrawals(now=evening) for _ in range(2)]

    assert done == [1, 0]
    told = Task.objects.values_list("client", "boutique", "advisor", "text", "due_on").get()
    assert told == (rich.pk, shanghai.pk, li.pk, TOLD, date(2031, 3, 11))
    entry = AccessEntry.objects.get(why="sensitive data withdrawn")
    assert (entry.client, entry.user, entry.action, entry.fields) == (rich, None, "changed", ["sensitive data"])


def test_where_nothing_was_kept_nobody_is_told(mei: Client, brand: Brand, now: datetime) -> None:
    say(mei, brand, "refused", now)

    assert carry_out_withdrawals() == 1

    assert (Task.objects.count(), AccessEntry.objects.count(), counts()) == (0, 0, [{}])


@pytest.mark.parametrize("status", ["given", "pending"])
def test_nothing_goes_without_a_no(status: str, rich: Client, brand: Brand, now: datetime) -> None:
    say(rich, brand, status, now)

    assert carry_out_withdrawals() == 0

    assert (Note.objects.count(), Relation.objects.count()) == (1, 2)


def test_a_no_to_another_purpose_takes_nothing(rich: Client, brand: Brand, now: datetime) -> None:
    decide_for_person(rich, brand=brand, purpose="profiling", status="withdrawn", method="app", at=now)

    assert (carry_out_withdrawals(), Note.objects.count()) == (0, 1)


def test_whoever_says_yes_again_before_it_was_carried_out_loses_nothing(
    rich: Client, brand: Brand, now: datetime
) -> None:
    say(rich, brand, "withdrawn", now)
    say(rich, brand, "given", now + timedelta(minutes=1))

    assert carry_out_withdrawals() == 1

    assert (Note.objects.count(), Relation.objects.count(), counts()) == (1, 2, [{}])


def test_what_another_house_keeps_by_its_own_consent_stays(
    rich: Client, brand: Brand, other_brand: Brand, li: User, now: datetime
) -> None:
    theirs = make_boutique(other_brand, "shanghai-bund", country="CN")
    say(rich, other_brand, "given", now)
    kept = write_note(rich, author=li, boutique=theirs, text="Likes jade.", is_private=False)
    of_the_group = Note.objects.create(client=rich, author=li, text="Without a house.")

    say(rich, brand, "withdrawn", now)
    carry_out_withdrawals()

    assert (list(Note.objects.all()), Note.objects.filter(pk=of_the_group.pk).exists()) == ([kept], False)


def test_another_client_keeps_theirs(rich: Client, camille: Client, brand: Brand, alice: User, now: datetime) -> None:
    note = Note.objects.create(client=camille, author=alice, text="Tea.")

    say(rich, brand, "withdrawn", now)
    carry_out_withdrawals()

    assert list(Note.objects.all()) == [note]


def test_every_record_of_the_person_is_emptied(
    rich: Client, brand: Brand, shanghai: Boutique, hana: User, li: User, now: datetime
) -> None:
    double = make_known_client(shanghai, "Mei", family_name="Lin", country="CN")
    merge_clients(double, rich, actor=hana, reason="the same person", at=now)
    # On the record that was merged, as what the survivor has already.
    Relation.objects.create(client=rich, kind="child", name="Zephyrine", brand=brand)

    say(double, brand, "withdrawn", now)
    carry_out_withdrawals()

    assert tables_with(WORDS) == {}


@pytest.mark.parametrize("shield", ["hold", "restriction"])
def test_a_hold_and_a_restriction_stand_above_it(
    shield: str, rich: Client, brand: Brand, petra: User, now: datetime
) -> None:
    if shield == "hold":
        place_hold(rich, reason="A claim in court", actor=petra, at=now)
    else:
        restrict_client(rich, reason="Contested", actor=petra)
    say(rich, brand, "withdrawn", now)
    at = timezone.now()

    assert carry_out_withdrawals(now=at) == 0

    waiting = SensitiveWithdrawal.objects.get()
    assert (waiting.finished_at, waiting.due_at, Note.objects.count()) == (None, at + AGAIN, 1)


def test_of_a_withdrawal_that_another_worker_has_nothing_is_done_here(mei: Client, brand: Brand, now: datetime) -> None:
    say(mei, brand, "withdrawn", now)
    pk = SensitiveWithdrawal.objects.get().pk

    assert [carry_out_withdrawal(pk, at=timezone.now()) for _ in range(2)] == [True, False]


def test_an_archive_in_the_making_is_begun_anew(rich: Client, brand: Brand, petra: User, now: datetime) -> None:
    request = open_request(rich, kind="access", intake="officer")
    confirm_in_person(request, actor=petra)
    DataExport.objects.update(state="working", lease_token="7b0ba3a1-1dd1-4c0b-8d3c-3b1f0c9f2f10")  # noqa: S106

    say(rich, brand, "withdrawn", now)
    carry_out_withdrawals()

    assert DataExport.objects.values_list("state", "lease_token").get() == ("due", None)


def test_whoever_is_overtaken_before_the_end_tells_nobody_a_second_time(
    rich: Client, brand: Brand, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(rich, brand, "withdrawn", now)
    pk, slow = SensitiveWithdrawal.objects.get().pk, work.renew_exports_of

    def be_overtaken(client_ids: list[int], at: datetime) -> int:
        monkeypatch.setattr(work, "renew_exports_of", slow)
        assert carry_out_withdrawal(pk, at=at) is True
        return slow(client_ids, at)

    monkeypatch.setattr(work, "renew_exports_of", be_overtaken)

    assert carry_out_withdrawal(pk, at=timezone.now()) is False

    assert (Task.objects.count(), AccessEntry.objects.filter(why=work.WHY).count()) == (1, 1)


def test_what_is_kept_by_no_one_house_goes_with_a_no_to_any(
    rich: Client, brand: Brand, other_brand: Brand, now: datetime
) -> None:
    declared = table("clienteling.Note")
    declare(replace(declared, house=""))
    try:
        say(rich, other_brand, "withdrawn", now)
        carry_out_withdrawals()
    finally:
        declare(declared)

    assert (Note.objects.count(), Relation.objects.count()) == (0, 2)
