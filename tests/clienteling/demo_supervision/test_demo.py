"""The demonstration as a person uses it: opened, killed, opened again, closed."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from clienteling.demo.supervision.reset import ResetRefused, reset_demonstration
from clienteling.engines.place import PROJECT
from clienteling.engines.process import command_of
from crm.models import Brand

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform != "linux", reason="finds the processes that are left in /proc"),
]
CONFIGURED = ("DATABASE_URL", "REDIS_URL", "CLIENTELING_SECRET_KEY", "CLIENTELING_BASE_URL")
PATIENCE = 120.0


@dataclass
class Demonstration:
    """`manage.py demo` in a folder of its own, with its own engines and its own ports."""

    var: Path
    started: list["subprocess.Popen[str]"] = field(default_factory=list)

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in CONFIGURED}
        home = self.var / "home"
        return kept | {"CLIENTELING_VAR": str(self.var), "CLIENTELING_ENGINES_HOME": str(home)}

    def start(self, *words: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "manage.py", "demo", "--clients", "100", *words]
        with (self.var / f"printed-{len(self.started)}").open("w") as printed:
            process = subprocess.Popen(
                command, cwd=PROJECT, env=self.environment(), stdout=printed, stderr=subprocess.STDOUT, text=True
            )
        self.started.append(process)
        return process

    def wait_until_open(self) -> float:
        """Return the seconds until it said so."""
        began = time.monotonic()
        while "Ctrl-C ends it" not in self.printed:
            assert self.started[-1].poll() is None, self.printed
            assert time.monotonic() - began < PATIENCE, self.printed
            time.sleep(0.1)
        return time.monotonic() - began

    @property
    def printed(self) -> str:
        return (self.var / f"printed-{len(self.started) - 1}").read_text()

    @property
    def card(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads((self.var / "demo.json").read_text())
        return content

    def count(self) -> str:
        """The clients in the house, asked in another process that joins the engines."""
        code = "from crm.models import Client; print('clients:', Client.objects.count())"
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-v", "0", "-c", code]
        done = subprocess.run(
            command, cwd=PROJECT, env=self.environment(), stdout=subprocess.PIPE, text=True, check=True
        )
        return done.stdout.strip()

    def processes(self) -> list[str]:
        """The command of every process that was started for this folder, the engines' included."""
        numbers = [path for path in Path("/proc").iterdir() if path.name.isdigit()]
        return [command for path in numbers if (command := command_of(int(path.name))) and self._is_ours(path, command)]

    def _is_ours(self, path: Path, command: str) -> bool:
        try:
            environment = (path / "environ").read_bytes()
        except OSError:
            environment = b""
        return os.fsencode(self.var) in environment or str(self.var) in command

    def wait_until_nothing_is_left(self) -> None:
        deadline = time.monotonic() + 30
        while (left := self.processes()) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert left == []


@pytest.fixture
def demonstration() -> Iterator[Demonstration]:
    var = Path(tempfile.mkdtemp(prefix="demo-", dir="/tmp"))
    # The engines' own user has to walk through it when root runs the tests.
    var.chmod(0o755)
    made = Demonstration(var)
    yield made
    for process in made.started:
        process.terminate()
        process.wait(60)
    made_stop = [sys.executable, "-m", "clienteling.engines", "stop"]
    subprocess.run(made_stop, cwd=PROJECT, env=made.environment(), check=True)
    shutil.rmtree(var)


@pytest.fixture
def taken_port() -> Iterator[int]:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def status_of(address: str) -> int:
    with urllib.request.urlopen(address, timeout=10) as answer:
        return int(answer.status)


def test_it_opens_beside_a_taken_port_survives_kill_9_and_leaves_nothing_at_the_end(
    demonstration: Demonstration, taken_port: int
) -> None:
    first = demonstration.start("--port", str(taken_port))
    demonstration.wait_until_open()
    said = demonstration.printed
    house = demonstration.count()
    log_ins = demonstration.card["logins"]
    address = demonstration.card["addresses"]["base"]

    assert f"Port {taken_port} is taken; using {address.rpartition(':')[2]}." in said
    assert status_of(f"{address}/readyz") == 200
    assert (demonstration.var / "demo.json").stat().st_mode & 0o777 == 0o600

    second = demonstration.start()
    assert second.wait(60) == 1
    assert demonstration.printed == "CommandError: The demonstration runs already; end it there with Ctrl-C first.\n"
    assert status_of(f"{address}/readyz") == 200

    first.kill()
    first.wait()
    third = demonstration.start("--port", str(taken_port))
    seconds = demonstration.wait_until_open()

    assert seconds < 30
    assert demonstration.count() == house
    assert demonstration.card["logins"] == log_ins

    third.send_signal(signal.SIGINT)

    assert third.wait(40) == 0
    assert demonstration.printed.endswith("Closed; the data stays.\n")
    demonstration.wait_until_nothing_is_left()


def test_a_reset_makes_a_new_house(demonstration: Demonstration) -> None:
    first = demonstration.start()
    demonstration.wait_until_open()
    log_ins = demonstration.card["logins"]
    house = demonstration.count()
    first.send_signal(signal.SIGTERM)
    assert first.wait(40) == 0

    second = demonstration.start("--reset")
    demonstration.wait_until_open()

    assert demonstration.count() == house
    assert demonstration.card["logins"] != log_ins

    second.send_signal(signal.SIGTERM)
    assert second.wait(40) == 0
    demonstration.wait_until_nothing_is_left()


@pytest.mark.django_db
def test_a_reset_never_touches_a_database_of_the_users_own(brand: Brand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example/crm")

    with pytest.raises(ResetRefused) as refused:
        reset_demonstration()

    assert str(refused.value) == "DATABASE_URL or REDIS_URL names your own server: empty it yourself, or unset them."
    assert list(Brand.objects.all()) == [brand]
