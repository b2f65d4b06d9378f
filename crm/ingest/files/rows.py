"""A row of a file, whole or broken."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from crm.ingest.files.errors import CellError


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A row that cannot be kept, and what could be read of it."""

    cells: list[str]
    error: CellError


# The number of the row's last line in the file, from 1 with the header; and its cells.
Row = tuple[int, list[str] | BrokenRow]


class Table(Protocol):
    """An open file: ``header``, ``rows()`` once, and ``bytes_read`` of the file as it lies on the disk."""

    header: list[str]

    @property
    def bytes_read(self) -> int: ...

    def rows(self) -> Iterator[Row]:
        """Rows in order; empty lines are no rows. Raises ImportFileError ``file_broken``, ``encoding_invalid``."""
