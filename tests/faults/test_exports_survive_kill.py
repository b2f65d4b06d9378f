"""Who makes an archive is killed again and again: nobody is handed half of it, and whoever comes next makes it whole.

Nothing was told to the broker: that the archive is to be made stands in its row, and whoever looks finds it.
"""

import random
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from consent.models import DataExport
from consent.rights.export.folder import begun_of
from consent.rights.requests import open_request
from crm.models import Client, Source
from tests.factories import make_interaction
from tests.faults.processes import Process

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
EVENTS, KILLS, PATIENCE = 400, 3, 200.0
# A worker without a broker: it looks again and again, with a lease so short that the next one need not wait, and
# with a breath after each of some sixty tables, so that a kill falls among them on a quick machine too.
MAKER = """
import django, time; django.setup()
from datetime import timedelta
from django.utils import timezone
from consent.rights.export import work
work.LEASE, note = timedelta(seconds=1), work._note
def note_and_breathe(*args, **values):
    note(*args, **values); time.sleep(0.03)
work._note = note_and_breathe
while True:
    work.make_due_export(timezone.now()); time.sleep(0.05)
"""


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.EXPORT_FOLDER = tmp_path / "exports"
    return tmp_path / "exports"


@pytest.fixture
def start_maker(folder: Path, tmp_path: Path) -> Iterator[Callable[[], Process]]:
    """Starts workers; whichever still runs at the end is killed."""
    started: list[Process] = []

    def start() -> Process:
        environment = {"DJANGO_SETTINGS_MODULE": "clienteling.settings", "CLIENTELING_EXPORT_FOLDER": str(folder)}
        started.append(Process("-c", MAKER, log=tmp_path / "maker.log", environment=environment))
        return started[-1]

    yield start
    for maker in started:
        maker.kill()


def test_a_killed_worker_leaves_no_half_and_the_next_one_makes_it_whole(
    camille: Client, source: Source, folder: Path, start_maker: Callable[[], Process]
) -> None:
    for number in range(EVENTS):
        make_interaction(source, client=camille, properties={"seen": number})
    request = open_request(camille, kind="access", intake="client_page")
    deadline, chance = time.monotonic() + PATIENCE, random.Random(7)

    for kill in range(1, KILLS + 1):
        maker = start_maker()
        _wait(lambda kill=kill: _export().attempts == kill and begun_of(_export()).exists(), deadline)
        time.sleep(chance.random() * 0.3)
        maker.kill()
        assert (_export().state, list(folder.iterdir())) == ("working", [begun_of(_export())])
        time.sleep(1.1)
    start_maker()
    _wait(lambda: _export().state == DataExport.State.READY, deadline)

    (path,) = folder.iterdir()
    export = _export()
    assert (path.name, path.stat().st_size, zipfile.ZipFile(path).testzip()) == (export.stored_as, export.size, None)
    assert (export.attempts, export.rows > EVENTS) == (KILLS + 1, True)
    request.refresh_from_db()
    assert request.state == "done"


def _export() -> DataExport:
    return DataExport.objects.get()


def _wait(until: Callable[[], bool], deadline: float) -> None:
    while not until():
        assert time.monotonic() < deadline
        time.sleep(0.005)
