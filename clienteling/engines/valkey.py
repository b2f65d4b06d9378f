"""Start, adopt and stop the embedded Valkey (or Redis: the same protocol, the same configuration)."""

import os
import socket
import subprocess
import time
from pathlib import Path

from .binaries import find_valkey
from .errors import EngineError
from .log_files import rotate, tail
from .owner import Owner
from .place import Place
from .process import command_of, started_at, wait_until_gone

START_SECONDS = 30


def is_answering(place: Place) -> bool:
    """Whether the server has loaded its data: while it loads it answers PING with an error."""
    try:
        return ask(place, "PING") == "+PONG"
    except OSError:
        return False


def ask(place: Place, command: str) -> str:
    """Send one inline command and return the first line of the answer."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(2)
        connection.connect(str(place.redis_socket))
        connection.sendall(command.encode() + b"\r\n")
        return connection.makefile().readline().strip()


def start(place: Place, owner: Owner) -> bool:
    """Make the server answer; True when it was started now. The caller holds the starting lock."""
    if is_answering(place):
        return False
    if _server_pid(place):
        _wait_until_answering(place)
        return False
    rotate(place.logs / "valkey.log")
    _write_configuration(place, owner)
    _run_server(place, owner)
    _wait_until_answering(place)
    return True


def stop(place: Place, owner: Owner) -> None:
    """Stop the server if it runs; it writes what it holds first."""
    pid = _server_pid(place)
    mark = started_at(pid) if pid else ""
    if not mark:
        return
    try:
        ask(place, "SHUTDOWN")
    except OSError as error:
        raise EngineError(f"Valkey (process {pid}) does not take its order to stop: {error}.") from error
    if not wait_until_gone(pid, mark=mark, seconds=30):
        raise EngineError(f"Valkey (process {pid}) did not stop. {tail(place.logs / 'valkey.log')}")


def _run_server(place: Place, owner: Owner) -> None:
    program = find_valkey()
    try:
        done = subprocess.run(
            [program, _file(place)],
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            **owner.spawn,
        )
    except OSError as error:
        raise EngineError(f"{program} cannot be run: {error.strerror or error}.") from error
    if done.returncode:
        raise EngineError(f"Valkey did not start: {' '.join(done.stdout.split())[-600:]}")


def _wait_until_answering(place: Place) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not is_answering(place):
        if time.monotonic() > deadline:
            raise EngineError(f"Valkey does not answer. {tail(place.logs / 'valkey.log')}")
        time.sleep(0.02)


def _server_pid(place: Place) -> int:
    file = place.valkey_data / "valkey.pid"
    text = file.read_text().strip() if file.exists() else ""
    pid = int(text) if text.isdigit() else 0
    return pid if pid and "-server" in command_of(pid) else 0


def _file(place: Place) -> Path:
    return place.valkey_data / "valkey.conf"


def _write_configuration(place: Place, owner: Owner) -> None:
    _file(place).write_text("".join(f"{name} {value}\n" for name, value in _settings(place).items()))
    _file(place).chmod(0o600)
    os.chown(_file(place), owner.uid, owner.gid)


def _settings(place: Place) -> dict[str, str]:
    return {
        "port": "0",
        "unixsocket": _quoted(place.redis_socket),
        "unixsocketperm": "700",
        "dir": _quoted(place.valkey_data),
        "pidfile": _quoted(place.valkey_data / "valkey.pid"),
        "logfile": _quoted(place.logs / "valkey.log"),
        "daemonize": "yes",
        # What is in Redis may be lost at any moment (PostgreSQL is the only truth), but a task kept over a
        # restart is a delay saved: append, and write out every second.
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": '""',
        "databases": "16",
    }


def _quoted(path: Path) -> str:
    return '"' + str(path).replace("\\", "\\\\").replace('"', '\\"') + '"'
