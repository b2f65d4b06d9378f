"""Rows made by other processes while the database takes in those made before, chunk by chunk, in order.

Each process makes its share of the chunks and waits until they are taken: memory stays the same whatever the size.
Processes are started anew (spawned): one that was forked would share the connection to the database.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from multiprocessing import get_context
from multiprocessing.connection import Connection

from crm.generate.errors import GenerateError
from crm.generate.premises import Plan

CHUNK = 20_000
MOST_PROCESSES = 4


@dataclass(frozen=True, slots=True)
class Made:
    """A table, and who makes its lines. ``numbers``: what is counted out to the makers, ``lines`` of a chunk of it."""

    table: str
    columns: tuple[str, ...]
    numbers: Callable[[Plan], range]
    lines: Callable[[Plan, range], Iterator[str]]

    def chunks(self, plan: Plan) -> Iterator[range]:
        numbers = self.numbers(plan)
        return (numbers[start : start + CHUNK] for start in range(0, len(numbers), CHUNK))

    def block(self, plan: Plan, chunk: range) -> bytes:
        return "".join(self.lines(plan, chunk)).encode()


Blocks = Callable[[Made], Iterator[bytes]]


@contextmanager
def makers(plan: Plan, tables: tuple[Made, ...], *, processes: int) -> Iterator[Blocks]:
    """Gives what makes the blocks of a table; ask it for every table, in order. No processes: made here."""
    if not processes:
        yield lambda made: (made.block(plan, chunk) for chunk in made.chunks(plan))
        return
    with ExitStack() as stack:
        ends = [stack.enter_context(_maker(plan, tables, share, processes)) for share in range(processes)]
        yield lambda made: _taken(plan, made, ends)


def processes_worth_starting(rows: int) -> int:
    """A process takes a second to start and to invent the names."""
    return min(os.cpu_count() or 1, MOST_PROCESSES) if rows > 20 * CHUNK else 0


def _taken(plan: Plan, made: Made, ends: list[Connection]) -> Iterator[bytes]:
    for _, end in zip(made.chunks(plan), cycle(ends), strict=False):
        try:
            yield end.recv_bytes()
        except EOFError as error:
            raise GenerateError("maker_died", "A process that made rows has died; nothing was written.") from error


@contextmanager
def _maker(plan: Plan, tables: tuple[Made, ...], share: int, shares: int) -> Iterator[Connection]:
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_make, args=(plan, tables, share, shares, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        yield ours
    finally:
        # One that still has rows to send finds nobody there, and ends.
        ours.close()
        process.join()


def _make(plan: Plan, tables: tuple[Made, ...], share: int, shares: int, end: Connection) -> None:
    try:
        for made in tables:
            for chunk in islice(made.chunks(plan), share, None, shares):
                end.send_bytes(made.block(plan, chunk))
    except BrokenPipeError:
        # Whoever asked for the rows has failed, and says why itself.
        return
