"""Small real processes: watched, started again, ended."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from clienteling.demo.supervision import supervisor as supervisor_module
from clienteling.demo.supervision.child import Child
from clienteling.demo.supervision.leftovers import end_leftovers, write_processes
from clienteling.demo.supervision.supervisor import Supervisor
from clienteling.engines.process import command_of, started_at

pytestmark = pytest.mark.faults

SLEEPS = "import time; time.sleep(60)"
IGNORES_SIGTERM = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); {SLEEPS}"
HAS_A_CHILD = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {SLEEPS!r}]); {SLEEPS}"


@pytest.fixture
def make_child(tmp_path: Path) -> Iterator[Callable[[str], Child]]:
    made: list[Child] = []

    def make(code: str) -> Child:
        log = tmp_path / "child.log"
        made.append(Child("worker", [sys.executable, "-c", code], dict(os.environ), log))
        return made[-1]

    yield make
    for child in made:
        child.end_group(signal.SIGKILL)


def wait_for(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def members_of(group: int) -> list[int]:
    shown = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    return [pid for pid in shown if command_of(pid) and group_of(pid) == group]


def group_of(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return 0


def test_a_child_that_dies_is_reported_and_started_again_after_a_growing_pause(
    make_child: Callable[[str], Child], tmp_path: Path
) -> None:
    told: list[str] = []
    child = make_child("import sys; print('no table'); sys.exit(3)")
    watched = Supervisor([child], tmp_path / "processes.json", told.append)

    watched.start()
    watched.watch(until=lambda: child.deaths == 2)

    assert told == [
        f"worker ended by itself (status 3) and starts again in 1 s; {child.log}:",
        "    no table",
        f"worker ended by itself (status 3) and starts again in 2 s; {child.log}:",
        "    no table\n    no table",
    ]


def test_a_child_that_ignores_the_request_is_killed(
    make_child: Callable[[str], Child], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor_module, "PATIENCE", 0.5)
    child = make_child(IGNORES_SIGTERM)
    watched = Supervisor([child], tmp_path / "processes.json", lambda line: None)
    watched.start()
    wait_for(lambda: child.log.read_text() == "ready\n")

    watched.end()

    assert child.process is not None
    assert child.process.returncode == -signal.SIGKILL
    assert not watched.processes.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="reads the members of a process group from /proc")
def test_what_a_child_started_ends_with_it(make_child: Callable[[str], Child], tmp_path: Path) -> None:
    child = make_child(HAS_A_CHILD)
    watched = Supervisor([child], tmp_path / "processes.json", lambda line: None)
    watched.start()
    assert child.process is not None
    group = child.process.pid
    wait_for(lambda: len(members_of(group)) == 2)

    watched.end()

    assert members_of(group) == []


def test_what_an_earlier_run_left_is_ended(make_child: Callable[[str], Child], tmp_path: Path) -> None:
    child = make_child(SLEEPS)
    child.start()
    write_processes(tmp_path / "processes.json", [child])

    ended = end_leftovers(tmp_path / "processes.json")

    assert ended == ["worker"]
    assert not child.is_running


def test_a_stranger_who_was_given_the_number_is_never_touched(
    make_child: Callable[[str], Child], tmp_path: Path
) -> None:
    stranger = make_child(SLEEPS)
    stranger.start()
    stranger.mark = "another moment"
    write_processes(tmp_path / "processes.json", [stranger])

    ended = end_leftovers(tmp_path / "processes.json")

    assert ended == []
    assert stranger.is_running


def test_a_child_ends_when_its_supervisor_is_killed(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    code = (
        "import os, sys, time\n"
        "from pathlib import Path\n"
        "from clienteling.demo.supervision.child import Child\n"
        f"command = [sys.executable, '-c', {SLEEPS!r}]\n"
        f"child = Child('worker', command, dict(os.environ), Path({str(tmp_path / 'log')!r}))\n"
        "child.start()\n"
        f"Path({str(note)!r}).write_text(str(child.process.pid) + ' ' + child.mark)\n"
        "time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code])
    wait_for(lambda: note.exists() and " " in note.read_text())
    pid, mark = note.read_text().split()
    wait_for(lambda: "time.sleep" in command_of(int(pid)) and "launch" not in command_of(int(pid)))

    parent.kill()
    parent.wait()

    wait_for(lambda: started_at(int(pid)) != mark or not command_of(int(pid)))
