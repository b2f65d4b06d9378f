"""File locks: one starter at a time, and a count of who is still using the engines.

The kernel lets go of a lock when its holder dies, however it dies, so nothing here can be left behind.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold the lock for the block; waits for whoever has it."""
    handle = open_lock(path)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def open_lock(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def share(handle: int) -> None:
    fcntl.flock(handle, fcntl.LOCK_SH)


def is_free(path: Path) -> bool:
    """Whether nobody shares the lock at this moment."""
    handle = open_lock(path)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    else:
        return True
    finally:
        os.close(handle)


class AlreadyHeld(Exception):
    """Another process holds the lock."""


@contextmanager
def held_alone(path: Path) -> Iterator[None]:
    """Hold the lock for the block; raises AlreadyHeld at once when another process has it."""
    handle = open_lock(path)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(handle)
        raise AlreadyHeld(str(path)) from error
    try:
        yield
    finally:
        os.close(handle)
