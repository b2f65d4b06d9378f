"""The eraser is killed again and again in the middle of its work: whoever comes next goes on, and nothing is left."""

import random
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from consent.journal.write import write_journal
from consent.models import Erasure
from consent.rights.erase import erase_client
from consent.rights.erasing.work import WATCH, work_on_due_erasure
from crm.models import Client, Identifier, Interaction, Source, User
from tests.factories import make_interaction, make_known_client
from tests.faults.processes import Process

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
EVENTS, KILLS, PATIENCE = 400, 3, 200.0
# A worker without a broker: it looks again and again, with batches so small that a kill falls among them.
ERASER = """
import django, time; django.setup()
from datetime import timedelta
from consent.rights.erasing import tables, work
tables.BATCH, work.LEASE = 2, timedelta(seconds=1)
while True:
    work.work_on_due_erasure(); time.sleep(0.05)
"""


@pytest.fixture
def start_eraser(tmp_path: Path) -> Iterator[Callable[[], Process]]:
    """Starts erasers; whichever still runs at the end is killed."""
    started: list[Process] = []

    def start() -> Process:
        environment = {"DJANGO_SETTINGS_MODULE": "clienteling.settings"}
        started.append(Process("-c", ERASER, log=tmp_path / "eraser.log", environment=environment))
        return started[-1]

    yield start
    for eraser in started:
        eraser.kill()


def test_a_killed_eraser_leaves_nothing_half_done(
    camille: Client, boutique: object, source: Source, petra: User, start_eraser: Callable[[], Process]
) -> None:
    leonie = make_known_client(boutique, "Léonie", email="leonie@mail.example")  # type: ignore[arg-type]
    for number in range(EVENTS):
        make_interaction(source, client=camille if number % 2 else leonie, properties={"seen": number})
    erasure = erase_client(camille, reason="asked", actor=petra)
    deadline, chance = time.monotonic() + PATIENCE, random.Random(7)

    for _ in range(KILLS):
        eraser, left = start_eraser(), Interaction.objects.filter(client=camille).count()
        _wait(lambda left=left: Interaction.objects.filter(client=camille).count() < left, deadline)
        time.sleep(chance.random() * 0.02)
        eraser.kill()
        assert _state(erasure) == Erasure.State.ERASING
        time.sleep(1.1)
    start_eraser()
    _wait(lambda: _state(erasure) == Erasure.State.WATCHING, deadline)

    assert Interaction.objects.filter(client=camille).count() == 0
    assert Identifier.objects.filter(client=camille).count() == 0
    assert Interaction.objects.filter(client=leonie).count() == EVENTS / 2
    erasure.refresh_from_db()
    assert 0 < erasure.counts["crm.Interaction"] <= EVENTS / 2
    write_journal()
    # What triggers noted of rows that went is found by one pass; the next finds nothing, and ends it.
    for minutes in (1, 3):
        work_on_due_erasure(now=timezone.now() + WATCH + timedelta(minutes=minutes))
    assert _state(erasure) == Erasure.State.FINISHED


def _state(erasure: Erasure) -> str:
    return Erasure.objects.values_list("state", flat=True).get(pk=erasure.pk)


def _wait(until: Callable[[], bool], deadline: float) -> None:
    while not until():
        assert time.monotonic() < deadline
        time.sleep(0.02)
