"""A restored backup knows nothing of what came after it; the journal does."""

from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client as Browser
from django.utils import timezone

from consent.actions.residence import set_residence
from consent.actions.restrict import restrict_client
from consent.actions.suppress import withdraw_by_link
from consent.contact_hash import contact_hash
from consent.journal.folder import all_names, read_file, write_file
from consent.journal.standing import Standing, journal_standing
from consent.journal.write import GIVEN_UP_AFTER, write_journal
from consent.models import Erasure, JournalEntry, JournalFile
from consent.queries.erased import erased_among
from consent.queries.permission import may_contact
from consent.residency.homes import region_of_client
from consent.rights.erase import erase_client
from crm.models import Client, Identifier
from journeys.actions.dispatch import send_due
from journeys.actions.queue_message import queue_message
from journeys.models import Send
from tests.consent.journal.backups import back_up, forget, restore
from tests.factories import allow_contact, make_known_client

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def backup(camille):
    name = f"{connection.settings_dict['NAME']}_backup"
    yield name
    forget(name)


def may_write_to(client, brand):
    return may_contact(client, purpose="marketing", channel="email", brand=brand, at=timezone.now())


def test_nothing_is_sent_from_a_restored_backup_before_it_knows_what_came_after(
    camille, boutique, brand, petra, backup, sink
):
    leonie = make_known_client(boutique, "Léonie", email="leonie@mail.example")
    paul = make_known_client(boutique, "Paul", email="paul@mail.example")
    for client in (camille, leonie, paul):
        allow_contact(client, brand)
    queue_message(
        leonie, brand=brand, key="a-code", template="consent-confirmation", language="en", payload={},
        at=timezone.now(), life=GIVEN_UP_AFTER, contact_hash=contact_hash("email", "leonie@mail.example"),
    )  # fmt: skip
    back_up(backup)
    erase_client(camille, reason="asked", actor=petra)
    withdraw_by_link(leonie, brand=brand, channel="email", at=timezone.now())
    restrict_client(paul, reason="contested", actor=petra)
    set_residence(paul, region="cn", because="He moved to Shanghai", actor=petra, at=timezone.now())
    assert write_journal() == JournalFile.objects.get().entries

    restore(backup)

    assert Client.objects.get(pk=camille.pk).given_name == "Camille"
    assert may_write_to(leonie, brand).is_allowed
    assert region_of_client(paul.pk) == "eu"
    assert journal_standing() == Standing.BEHIND
    assert send_due(seconds=1) == 0
    assert Send.objects.get().status == Send.Status.QUEUED
    assert Browser().get("/readyz").json()["problems"] == ["journal_behind"]

    call_command("privacy", "replay")

    assert journal_standing() == Standing.CURRENT
    assert Client.objects.get(pk=camille.pk).given_name == ""
    assert list(Identifier.objects.filter(client=camille)) == []
    assert set(erased_among([("email", "camille@mail.example")])) == {("email", "camille@mail.example")}
    assert may_write_to(leonie, brand).reason == "suppressed"
    assert may_write_to(paul, brand).reason == "restricted"
    assert region_of_client(paul.pk) == "cn"
    assert JournalEntry.objects.count() == 0
    assert list(JournalFile.objects.values_list("is_replayed", flat=True)) == [True]


def test_a_replay_again_changes_nothing(camille, petra, brand, backup):
    back_up(backup)
    erase_client(camille, reason="asked", actor=petra)
    write_journal()
    restore(backup)
    call_command("privacy", "replay")
    before = Erasure.objects.values().get()

    call_command("privacy", "replay")

    assert Erasure.objects.values().get() == before


def test_somebody_who_came_after_the_backup_does_not_come_back_either(boutique, petra, backup):
    back_up(backup)
    late = make_known_client(boutique, "Late", email="late@mail.example")
    erase_client(late, reason="asked", actor=petra)
    write_journal()
    restore(backup)

    call_command("privacy", "replay")

    assert set(erased_among([("email", "late@mail.example")])) == {("email", "late@mail.example")}
    assert Erasure.objects.count() == 0


def test_the_journal_holds_hashes_and_no_person(camille, brand, petra):
    uid = camille.uid
    allow_contact(camille, brand)
    withdraw_by_link(camille, brand=brand, channel="email", at=timezone.now())
    restrict_client(camille, reason="Laurent contests it", actor=petra)
    erase_client(camille, reason="Laurent asked", actor=petra)

    write_journal()

    text = str([list(read_file(name)) for name in all_names()])
    assert [word for word in ("Camille", "camille", "Laurent", "+336", uid) if word in text] == []
    kinds = [line["kind"] for name in all_names() for line in read_file(name)]
    assert sorted(set(kinds)) == ["decision", "erasure", "restriction", "suppression"]


def test_a_file_whose_writer_died_is_written_by_another(camille, petra, monkeypatch):
    erase_client(camille, reason="asked", actor=petra)
    now = timezone.now()
    with monkeypatch.context() as dying:
        dying.setattr("consent.journal.write.write_file", _die)
        with pytest.raises(KeyboardInterrupt):
            write_journal(now=now)
    assert (all_names(), journal_standing()) == ([], Standing.CURRENT)

    assert write_journal(now=now) == 0
    assert write_journal(now=now + 2 * GIVEN_UP_AFTER) == 5

    assert all_names() == [JournalFile.objects.get().name]
    assert JournalEntry.objects.count() == 0


def test_whoever_comes_second_empties_no_file(camille, petra, monkeypatch):
    now = timezone.now()
    with monkeypatch.context() as dying:
        dying.setattr("consent.journal.write.write_file", _die)
        for deed in (restrict_client, erase_client):
            deed(camille, reason="asked", actor=petra)
            with pytest.raises(KeyboardInterrupt):
                write_journal(now=now)
    assert list(JournalFile.objects.order_by("pk").values_list("entries", flat=True)) == [1, 5]
    later, counts = now + 2 * GIVEN_UP_AFTER, []

    def overtake():
        counts.append(write_journal(now=later))
        connection.close()

    def write_slowly(name, lines):
        monkeypatch.setattr("consent.journal.write.write_file", write_file)
        quick = Thread(target=overtake)
        quick.start()
        quick.join()
        write_file(name, lines)

    monkeypatch.setattr("consent.journal.write.write_file", write_slowly)
    counts.append(write_journal(now=later))

    assert counts == [5, 1]
    assert sorted(len(list(read_file(name))) for name in all_names()) == [1, 5]
    assert (JournalEntry.objects.count(), JournalFile.objects.filter(written_at=None).count()) == (0, 0)


def _die(*args):
    raise KeyboardInterrupt


def test_a_folder_that_is_not_the_one_that_was_written_stops_everything(camille, petra, settings, tmp_path):
    erase_client(camille, reason="asked", actor=petra)
    write_journal()

    settings.PRIVACY_JOURNAL_FOLDER = tmp_path / "another"

    assert journal_standing() == Standing.MISSING
    restrict_client(camille, reason="contested", actor=petra)
    assert write_journal() == 0
    with pytest.raises(CommandError, match="journal_missing"):
        call_command("privacy", "replay")
