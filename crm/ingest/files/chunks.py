"""Rows in chunks, each of which is kept in one transaction; and a thread that reads ahead of the database."""

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from crm.ingest.files.rows import BrokenRow, Row

T = TypeVar("T")


def key_of(row: Row, column: int) -> str:
    """What groups rows (a receipt's number), or an empty text where it cannot be read."""
    cells = row[1].cells if isinstance(row[1], BrokenRow) else row[1]
    return cells[column].strip() if column < len(cells) else ""


def chunks(rows: Iterable[Row], *, size: int, column: int | None, cut_after: int) -> Iterator[list[Row]]:
    """About ``size`` rows each. Neighbours with the same key stay together, so no receipt is ever half kept.

    ``column``: where the key stands; None where every row stands alone. ``cut_after``: a line after which a chunk
    ends in any case (where an interrupted run stood).
    """
    chunk: list[Row] = []
    for row in rows:
        chunk.append(row)
        if row[0] == cut_after:
            yield chunk
            chunk = []
        elif len(chunk) in (size, 2 * size):
            cut = _last_change(chunk, column)
            # A receipt that fills a chunk gets a second one, and is cut after that: memory has a bound.
            if not cut and len(chunk) == 2 * size:
                cut = len(chunk)
            if cut:
                yield chunk[:cut]
                chunk = chunk[cut:]
    if chunk:
        yield chunk


def _last_change(chunk: list[Row], column: int | None) -> int:
    """Where the last row's key begins; 0 if the whole chunk has it."""
    if column is None:
        return len(chunk)
    last = key_of(chunk[-1], column)
    for index in range(len(chunk) - 1, 0, -1):
        if key_of(chunk[index - 1], column) != last:
            return index
    return 0


def read_ahead(items: Callable[[], Iterator[T]], depth: int = 1) -> Iterator[T]:
    """The items of an iterator that runs in a thread, at most ``depth`` ahead. Its exception is raised here."""
    ready: queue.Queue[tuple[T | None, BaseException | None]] = queue.Queue(depth)
    stopped = threading.Event()
    thread = threading.Thread(target=_produce, args=(items, ready, stopped), name="import-reader", daemon=True)
    thread.start()
    try:
        yield from _received(ready)
    finally:
        stopped.set()
        thread.join()


def _received(ready: "queue.Queue[tuple[T | None, BaseException | None]]") -> Iterator[T]:
    while True:
        item, error = ready.get()
        if error is not None:
            raise error
        if item is None:
            return
        yield item


def _produce(
    items: Callable[[], Iterator[T]],
    ready: "queue.Queue[tuple[T | None, BaseException | None]]",
    stopped: threading.Event,
) -> None:
    try:
        for item in items():
            if not _offer(ready, (item, None), stopped):
                return
        _offer(ready, (None, None), stopped)
    except BaseException as error:  # Whatever it is, the reader of the queue raises it.
        _offer(ready, (None, error), stopped)


def _offer(
    ready: "queue.Queue[tuple[T | None, BaseException | None]]",
    item: tuple[T | None, BaseException | None],
    stopped: threading.Event,
) -> bool:
    """Put the item; False when nobody reads any more."""
    while not stopped.is_set():
        try:
            ready.put(item, timeout=0.2)
        except queue.Full:
            continue
        return True
    return False
