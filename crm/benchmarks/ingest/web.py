"""The web server of the benchmark: the real one, on a free port, over the scratch database."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection

HOST = "127.0.0.1"
_WORDS = ("--interface", "wsgi", "--workers", "2", "--blocking-threads", "16", "--no-ws", "--no-access-log")


@contextmanager
def web_server() -> Iterator[int]:
    """A server that answers on the yielded port, and is gone afterwards."""
    port = _free_port()
    command = [sys.executable, "-m", "granian", *_WORDS, "--host", HOST, "--port", str(port)]
    server = subprocess.Popen(
        [*command, "clienteling.wsgi:application"],
        env={**os.environ, "DATABASE_URL": _database_url(), "REDIS_URL": settings.REDIS_URL},
        cwd=settings.BASE_DIR,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_until_healthy(port)
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=20)


def _database_url() -> str:
    parts = connection.settings_dict
    wanted = {"host": parts["HOST"], "port": parts["PORT"], "user": parts["USER"], "password": parts["PASSWORD"]}
    # What is no text is the driver's own (the settings set it again), and no part of an address.
    options = {name: text for name, text in {**wanted, **parts["OPTIONS"]}.items() if text and isinstance(text, str)}
    return f"postgresql:///{parts['NAME']}?{urlencode(options)}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(port: int) -> None:
    for _ in range(200):
        try:
            with urlopen(f"http://{HOST}:{port}/healthz", timeout=1):  # noqa: S310 - our own loopback address
                return
        except (URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
    raise CommandError("The web server of the benchmark did not start within 20 seconds.")
