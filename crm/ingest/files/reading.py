"""A CSV file, plain or gzipped, as a stream of rows with their line numbers."""

import csv
import gzip
import hashlib
import io
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from crm.ingest.files.errors import CellError, ImportFileError

GZIP_MAGIC = b"\x1f\x8b"
# What surrogateescape leaves where a byte is not of the encoding.
UNDECODED = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A row that cannot be kept, and what could be read of it."""

    cells: list[str]
    error: CellError


# The number of the row's last line in the file, from 1 with the header; and its cells.
Row = tuple[int, list[str] | BrokenRow]


class Table:
    """An open file: ``header``, ``rows()`` once, and ``bytes_read`` of the file as it lies on the disk."""

    def __init__(self, raw: BinaryIO, form: dict[str, str]) -> None:
        self._raw, self._encoding = raw, form["encoding"]
        # Held until the end: a wrapper that nobody holds closes the file under us.
        self._text = self._decoded()
        self._fault: CellError | None = None
        self._reader = csv.reader(self._lines(), delimiter=form["delimiter"], strict=True)
        self.header = self._read_header()

    @property
    def bytes_read(self) -> int:
        return self._raw.tell()

    def rows(self) -> Iterator[Row]:
        """Rows in order; empty lines are no rows. Raises ImportFileError ``file_broken``, ``encoding_invalid``."""
        while True:
            row = self._next_row()
            if row is None:
                return
            if row[1] != []:
                yield row

    def _next_row(self) -> Row | None:
        first = self._reader.line_num + 1
        try:
            cells = next(self._reader)
        except StopIteration:
            return None
        except csv.Error as error:
            return self._reader.line_num, BrokenRow([], _quoting_error(error, first, self._reader.line_num))
        if self._fault is None:
            return self._reader.line_num, cells
        fault, self._fault = self._fault, None
        return self._reader.line_num, BrokenRow(cells, fault)

    def _read_header(self) -> list[str]:
        row = self._next_row()
        if row is None:
            raise ImportFileError("file_empty", "The file has no line, not even a header.")
        if isinstance(row[1], BrokenRow):
            error = row[1].error
            raise ImportFileError(error.code, f"Line 1, the header, cannot be read: {error.reason}.")
        header = [name.strip() for name in row[1]]
        twice = sorted({name for name in header if header.count(name) > 1})
        if twice:
            raise ImportFileError("column_ambiguous", f"The header names {', '.join(twice)} more than once.")
        return header

    def _lines(self) -> Iterator[str]:
        """Decoded lines; a line that does not decode is passed on marked, so that the next ones are kept."""
        number = 0
        try:
            for number, line in enumerate(self._text, 1):
                # isascii() is a flag of the text, so almost every line costs nothing here.
                if not line.isascii() and UNDECODED.search(line):
                    self._fault = CellError("encoding_invalid", f"line {number} is not {self._encoding}")
                elif "\0" in line:
                    self._fault = CellError("character_invalid", f"line {number} holds a NUL character")
                yield line
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise ImportFileError("file_broken", f"After line {number} the file is damaged: {error}.") from error
        except UnicodeError as error:
            raise ImportFileError(
                "encoding_invalid", f"After line {number} the file is not {self._encoding}."
            ) from error

    def _decoded(self) -> io.TextIOWrapper:
        is_gzip = self._raw.read(2) == GZIP_MAGIC
        self._raw.seek(0)
        content = cast(BinaryIO, gzip.GzipFile(fileobj=self._raw)) if is_gzip else self._raw
        # newline="" leaves line ends inside quotes as they are, which the csv module asks for.
        return io.TextIOWrapper(content, self._encoding, errors="surrogateescape", newline="")


def _quoting_error(error: csv.Error, first: int, last: int) -> CellError:
    where = f"line {first}" if first == last else f"lines {first} to {last}"
    return CellError("quoting_invalid", f"{where}: a quotation mark is not closed or stands in the middle ({error})")


@contextmanager
def open_table(path: Path, form: dict[str, str]) -> Iterator[Table]:
    """Open a file by the ``[file]`` section of a mapping. Raises ImportFileError ``file_missing``, ``file_empty``."""
    try:
        raw = path.open("rb")
    except OSError as error:
        raise ImportFileError("file_missing", f"{path} cannot be read: {error.strerror}.") from error
    with raw:
        yield Table(raw, form)


def file_sha256(path: Path) -> str:
    """Of the bytes on the disk. Raises ImportFileError ``file_missing``."""
    try:
        with path.open("rb") as raw:
            return hashlib.file_digest(raw, "sha256").hexdigest()
    except OSError as error:
        raise ImportFileError("file_missing", f"{path} cannot be read: {error.strerror}.") from error
