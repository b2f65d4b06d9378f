"""Real processes for fault tests: workers and a mail sink, on the test's own database and broker."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote, urlencode

from django.db import connection

from clienteling.celery import app
from tests.ports import free_port

ROOT = Path(__file__).parents[2]


class Process:
    """A child in a process group of its own, so that a kill takes all of it, as a machine's death would."""

    def __init__(self, *command: str, log: Path, environment: dict[str, str] | None = None) -> None:
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env={**os.environ, "DATABASE_URL": database_url(), **(environment or {})},
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def kill(self) -> None:
        """SIGKILL to every process of the group: nobody says goodbye."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


class Worker(Process):
    """A Celery worker with two children, whose message leases are short enough for a test.

    It serves a queue of its own name, so that no worker of another run takes its work.
    """

    def __init__(self, queue: str, log: Path, smtp_port: int) -> None:
        super().__init__(
            *("-m", "celery", "-A", "clienteling.celery:app", "worker", "--concurrency", "2"),
            *("--queues", queue, "--loglevel", "WARNING"),
            log=log,
            environment={"EMAIL_PORT": str(smtp_port), "CLIENTELING_SEND_LEASE_SECONDS": "3"},
        )


class MailSink(Process):
    """``manage.py mailsink``; slow, so that a kill often falls between a mail and its answer."""

    def __init__(self, folder: Path, slowness: float) -> None:
        self.port = free_port()
        self.folder = folder
        where = ("--port", str(self.port), "--folder", str(folder), "--slow", str(slowness))
        super().__init__("manage.py", "mailsink", *where, log=folder.with_suffix(".log"))
        self._wait_until_it_listens()

    def _wait_until_it_listens(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise TimeoutError("the mail sink does not listen")


def database_url() -> str:
    """The address of the test's own database, for a child."""
    names = {"HOST": "host", "USER": "user", "PASSWORD": "password", "PORT": "port"}
    options = {name: str(value) for key, name in names.items() if (value := connection.settings_dict[key])}
    return f"postgresql:///{quote(connection.settings_dict['NAME'])}?{urlencode(options)}"


def nudge(queue: str, *names: str) -> None:
    """What beat does every other second."""
    for name in names:
        app.send_task(name, queue=queue, expires=10)
