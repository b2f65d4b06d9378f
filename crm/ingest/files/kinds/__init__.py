"""What can be imported: one module or package per kind, known to registry.py.

A kind says which columns it reads, turns rows into a chunk (in the reading thread, without the database),
examines a chunk against what is kept (reading only), and stores it.
"""

from collections.abc import Mapping as Lookup
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Protocol

from django.db.backends.utils import CursorWrapper

from crm.ingest.files.errors import Reject
from crm.ingest.files.fields import Field
from crm.ingest.files.mapping import Mapping
from crm.ingest.files.rows import Row
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
    """One run of one kind.

    ``name``: as the command and the mapping call it; ``title``: as a person reads it; ``options``:
    those that a screen offers, with their standing values; ``chunk_size``: lines in one
    transaction; ``key_column``: the index of the column whose equal neighbours stay in one chunk, None where each row
    stands alone; ``readers``: for a preview, field to the readings of its cells; ``is_dry``: set before ``begin``.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    fields: ClassVar[tuple[Field, ...]]
    options: ClassVar[dict[str, Any]]
    chunk_size: int
    key_column: int | None
    readers: Lookup[str, Any]
    is_dry: bool

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

    def remarks(self) -> dict[str, int | Decimal]:
        """Figures that the examination gave: what was left out of lines that are good all the same."""
        return {}

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
