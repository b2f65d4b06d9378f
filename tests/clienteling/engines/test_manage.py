"""`manage.py` from nothing: it brings up what a command needs, and takes it down again."""

import signal
import subprocess
import sys

import pytest

from clienteling.engines.process import command_of
from manage import needs_engines
from tests.clienteling.engines.instance import Instance

WAITS = "import time; print('at work', flush=True); time.sleep(60)"


@pytest.mark.parametrize(
    ("words", "needed"),
    [
        (["migrate"], True),
        (["import", "clients", "clients.csv"], True),
        (["import", "--help"], False),
        (["help"], False),
        (["--version"], False),
        (["collectstatic", "--noinput"], False),
        ([], False),
    ],
)
def test_engines_are_started_for_work_and_not_for_a_question(words: list[str], needed: bool) -> None:
    assert needs_engines(words) is needed


def test_production_never_starts_engines_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLIENTELING_ENV", "production")

    assert not needs_engines(["migrate"])


@pytest.mark.faults
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_command_that_is_interrupted_takes_its_engines_down(instance: Instance, number: signal.Signals) -> None:
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-v", "0", "-c", WAITS]
    working = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **instance.options())
    assert working.stdout is not None
    assert working.stdout.readline() == "at work\n"
    pids = instance.server_pids()

    working.send_signal(number)
    working.communicate(timeout=60)

    assert [command_of(pid) for pid in pids] == ["", ""]
