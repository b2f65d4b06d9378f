"""What can be imported: one module or package per kind, listed in registry.py.

A kind says which columns it reads, turns rows into a chunk (in the reading thread, without the database),
examines a chunk against what is kept (reading only), and stores it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from django.db.backends.utils import CursorWrapper

from crm.ingest.files.errors import ImportFileError, Reject
from crm.ingest.files.mapping import Mapping
from crm.ingest.files.reading import Row
from crm.models import Brand


@dataclass
class Chunk:
    """Rows that are settled together. ``end``: the last line of the file in it; ``rows``: how many it had."""

    end: int
    rows: int
    rejects: list[Reject] = field(default_factory=list)


@dataclass
class Stored:
    """What a chunk changed. ``new``: thing to number of new rows; ``announcement``: ids, for after the commit."""

    new: dict[str, int]
    announcement: list[int] = field(default_factory=list)


class Kind(Protocol):
    """One run of one kind. ``key_column``: the index of the column whose equal neighbours stay in one chunk."""

    key_column: int

    def __init__(self, mapping: Mapping, header: list[str], brand: Brand, *, now: datetime) -> None: ...

    def parse(self, rows: list[Row]) -> Chunk:
        """Rows to a chunk of this kind, with the rejects that the rows alone give."""

    def begin(self, cursor: CursorWrapper) -> None:
        """Make the temporary tables."""

    def stage(self, cursor: CursorWrapper, chunk: Any) -> None:
        """Copy a chunk into the temporary tables."""

    def measure(self, cursor: CursorWrapper) -> dict[str, int | Decimal]:
        """Figures of the staged chunk alone, which add up over the file."""

    def examine(self, cursor: CursorWrapper) -> list[Reject]:
        """Drop the staged rows that contradict what is kept, and those that are kept already."""

    def store(self, cursor: CursorWrapper) -> Stored:
        """Keep the staged rows."""

    def foresee(self, cursor: CursorWrapper) -> None:
        """In a dry run, instead of ``store``: note what would be new."""

    def settle(self, cursor: CursorWrapper) -> None:
        """Remember, for the rest of the file, what this chunk had."""

    def totals(self, cursor: CursorWrapper) -> dict[str, int]:
        """Figures that only the whole file gives, such as its distinct clients."""

    def foreseen(self, cursor: CursorWrapper) -> dict[str, int]:
        """After the last chunk of a dry run: what would be new, with the keys of ``Stored.new``."""

    def announce(self, ids: list[int]) -> None:
        """Tell the rest of the system, after the commit. May be called twice for the same ids."""


def column_indexes(mapping: Mapping, header: list[str]) -> dict[str, int]:
    """Field to index in the file. Raises ImportFileError ``column_missing``, which lists what is there."""
    missing = _missing(mapping.columns.values(), header)
    if missing:
        raise ImportFileError(
            "column_missing",
            f"The file has no column {', '.join(map(repr, missing))}. It has: {', '.join(map(repr, header))}.",
        )
    return {name: header.index(column) for name, column in mapping.columns.items()}


def _missing(columns: Iterable[str], header: list[str]) -> list[str]:
    return sorted(set(columns) - set(header))
