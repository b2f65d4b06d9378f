"""What ends by the clock, table by table. Each app registers its own when it is ready."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from consent.registry.retention import Retention

# Rows that one transaction takes at most.
CHUNK = 2_000


@dataclass(frozen=True)
class Chunk:
    """``rows``: how many went. ``position``: the id up to which all is settled. ``is_done``: nothing older is left."""

    rows: int
    position: int
    is_done: bool


@dataclass(frozen=True)
class Executor:
    """``expire(cutoff, position)`` takes one chunk, in its own transaction, and may run again after a crash.

    ``ahead(cutoff)`` says about how many rows would go, cheaply. ``resumes``: the rows stay, emptied, so each night
    begins where the last one ended.
    """

    table: str
    category: Retention
    expire: Callable[[datetime, int], Chunk]
    ahead: Callable[[datetime], int]
    resumes: bool = False


_executors: dict[str, Executor] = {}


def register_executors(*executors: Executor) -> None:
    """Registering a table again replaces it."""
    _executors.update({each.table: each for each in executors})


def executors() -> tuple[Executor, ...]:
    """By table."""
    return tuple(_executors[table] for table in sorted(_executors))
