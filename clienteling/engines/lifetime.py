"""Who keeps the engines running, and who stops them.

Each process that uses the engines shares a lock on one file for as long as it lives; the last one out stops
them. The kernel drops a lock with its holder, so after kill -9 the servers run on as orphans and the next
process adopts them. Starting and stopping are serialised by a second, exclusive lock.
"""

import atexit
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from . import postgres, valkey
from .addresses import Addresses, addresses
from .locks import exclusive, is_free, open_lock, share
from .owner import Owner, make_folders, make_state, server_owner
from .place import Place, current_place


@dataclass(frozen=True)
class Running:
    """The addresses, and the names of the servers that this call had to start (none when it joined)."""

    addresses: Addresses
    started: tuple[str, ...]


@dataclass
class _Hold:
    place: Place
    owner: Owner
    handle: int


_holds: dict[Path, _Hold] = {}


def ensure() -> Running:
    """Start, join or adopt each engine that no environment variable names, and keep it until this process ends.

    Calling again is cheap and starts again what has died meanwhile. Raises EngineError.
    """
    wanted = addresses()
    if not (wanted.is_database_embedded or wanted.is_redis_embedded):
        return Running(wanted, ())
    place = current_place()
    owner = server_owner(place)
    make_state(place, owner)
    with exclusive(place.state / "start.lock"):
        make_folders(place, owner)
        _hold(place, owner)
        return Running(wanted, _start(place, owner, wanted))


def _start(place: Place, owner: Owner, wanted: Addresses) -> tuple[str, ...]:
    started = []
    if wanted.is_redis_embedded and valkey.start(place, owner):
        started.append("redis")
    if wanted.is_database_embedded and postgres.start(place, owner):
        started.append("postgres")
    return tuple(started)


def _hold(place: Place, owner: Owner) -> None:
    if place.state not in _holds:
        handle = open_lock(place.state / "users.lock")
        share(handle)
        _holds[place.state] = _Hold(place, owner, handle)


def leave() -> None:
    """Let go of the engines; whoever is the last stops them. Runs by itself at the end of the process.

    A forked child shares its parent's lock; closing is what lets go, so the lock counts until both have ended.
    """
    while _holds:
        _, hold = _holds.popitem()
        os.close(hold.handle)
        if hold.place.state.is_dir():
            with exclusive(hold.place.state / "start.lock"):
                if is_free(hold.place.state / "users.lock"):
                    _stop(hold.place, hold.owner)


def stop() -> None:
    """Stop the servers now, whoever still uses them; their data stays."""
    place = current_place()
    if place.state.is_dir():
        with exclusive(place.state / "start.lock"):
            _stop(place, server_owner(place))


def _stop(place: Place, owner: Owner) -> None:
    postgres.stop(place, owner)
    valkey.stop(place, owner)


def leave_on_signals() -> None:
    """Make SIGTERM and SIGHUP end this process in order: by default they skip atexit, and with it `leave`."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _exit)


def _exit(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


atexit.register(leave)
