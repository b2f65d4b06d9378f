"""What beat asks of consent: each task does all that is due, and leaves to another worker what is another's."""

import logging
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone
from pytest_django import Settings

from clienteling.schedule import BEAT_SCHEDULE
from consent import tasks
from consent.models import DataExport, Erasure, JournalEntry, JournalFile, RequestStep
from consent.rights.answer import answer_request
from consent.rights.erase import erase_client
from consent.rights.erasing import contributions
from consent.rights.erasing.person import Person
from consent.rights.export.order import KEPT
from consent.rights.requests import confirm_in_person, open_request
from crm.models import Boutique, Client, User
from tests.factories import make_known_client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings: Settings, tmp_path: Path) -> None:
    settings.EXPORT_FOLDER = tmp_path / "exports"


@pytest.fixture
def leonie(boutique: Boutique) -> Client:
    return make_known_client(boutique, "Léonie", email="leonie@mail.example")


def test_beat_asks_for_each_of_them() -> None:
    asked = {each["task"] for each in BEAT_SCHEDULE.values() if each["task"].startswith("consent.")}

    assert asked == {
        task.name
        for task in (
            tasks.make_exports, tasks.delete_exports, tasks.keep_retention, tasks.erase, tasks.write_the_journal,
            tasks.follow_requests, tasks.end_sensitive, tasks.take_in_requests,
        )
    }  # fmt: skip


def test_every_export_that_is_due_is_made_and_goes_after_its_week(camille: Client, leonie: Client) -> None:
    for client in (camille, leonie):
        open_request(client, kind="access", intake="client_page")

    tasks.make_exports()
    made = set(DataExport.objects.values_list("state", flat=True))
    tasks.delete_exports()
    kept = set(DataExport.objects.values_list("state", flat=True))
    with time_machine.travel(timezone.now() + KEPT + timedelta(seconds=1), tick=False):
        tasks.delete_exports()

    assert (made, kept) == ({"ready"}, {"ready"})
    assert list(DataExport.objects.values_list("state", flat=True)) == ["deleted", "deleted"]


def test_everybody_who_is_to_be_erased_is_worked_on(camille: Client, leonie: Client, petra: User) -> None:
    for client in (camille, leonie):
        erase_client(client, reason="asked", actor=petra)

    tasks.erase()

    assert list(Erasure.objects.values_list("state", flat=True)) == ["watching", "watching"]


def test_an_erasure_that_another_worker_took_meanwhile_is_left_to_it(
    camille: Client, petra: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    token = uuid.uuid4()

    def another_worker_is_quicker(_: Person) -> int:
        return Erasure.objects.update(lease_token=token)

    erase_client(camille, reason="asked", actor=petra)
    monkeypatch.setitem(contributions._steps, "another worker", another_worker_is_quicker)

    with caplog.at_level(logging.WARNING, logger="consent.tasks"):
        tasks.erase()

    erasure = Erasure.objects.get()
    assert (erasure.state, erasure.lease_token) == ("erasing", token)
    assert caplog.messages == ["An erasure is another worker's by now"]


def test_where_nobody_took_anything_back_nothing_is_carried_out(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        tasks.end_sensitive()

    assert [record.message for record in caplog.records if record.name == tasks.logger.name] == []


def test_the_journal_is_written_to_the_disk(camille: Client, petra: User) -> None:
    erase_client(camille, reason="asked", actor=petra)
    waiting = JournalEntry.objects.count()

    tasks.write_the_journal()

    assert waiting > 0
    assert (JournalEntry.objects.count(), JournalFile.objects.exclude(written_at=None).count()) == (0, 1)


def test_a_request_is_closed_with_its_erasure_and_warned_of_before_its_end(
    camille: Client, leonie: Client, petra: User
) -> None:
    slow = open_request(leonie, kind="rectification", intake="officer", detail="the name")
    done = confirm_in_person(open_request(camille, kind="erasure", intake="officer", detail="please"), actor=petra)
    answer_request(done, actor=petra, said={"is_sure": "yes"}, at=timezone.now())
    tasks.follow_requests()
    before = RequestStep.objects.filter(what="alerted").count()

    Erasure.objects.update(state="finished", finished_at=timezone.now(), traces={})
    with time_machine.travel(slow.due_at - timedelta(days=2), tick=False):
        tasks.follow_requests()

    slow.refresh_from_db()
    done.refresh_from_db()
    assert (before, done.state, slow.alerts) == (0, "done", 2)
    assert list(RequestStep.objects.filter(what="alerted").values_list("request", flat=True)) == [slow.pk]
