"""The same job for many parts, on as many processors as asked for, in order."""

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import Any, TypeVar

from django.db import connections

Shared = TypeVar("Shared")
Part = TypeVar("Part")
Result = TypeVar("Result")
# What the processes of the pool that is being made see of this one, without a copy.
_shared: list[Any] = []


def in_processes(
    job: Callable[[Shared, Part], Result], shared: Shared, parts: Iterable[Part], *, workers: int
) -> Iterator[Result]:
    """``job(shared, part)`` for each part, in order. ``workers`` 1: here, in the transaction that is open, if one is.

    Otherwise processes that begin as copies of this one, each with its own connection. They end with this process,
    however that ends.
    """
    if workers == 1:
        yield from (job(shared, part) for part in parts)
        return
    # A connection that two processes hold mixes up the answers of both.
    connections.close_all()
    _shared[:] = [shared]
    try:
        with ProcessPoolExecutor(workers, get_context("fork"), _end_with, (os.getpid(),)) as pool:
            yield from pool.map(partial(_call, job), parts)
    finally:
        _shared.clear()


def _call(job: Callable[[Any, Part], Result], part: Part) -> Result:
    return job(_shared[0], part)


def _end_with(parent: int) -> None:
    connections.close_all()
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
