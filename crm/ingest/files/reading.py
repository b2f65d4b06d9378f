"""A file of separated values or of JSON Lines, plain or gzipped, as a stream of rows with their line numbers."""

import csv
import gzip
import hashlib
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from crm.ingest.files.errors import CellError, ImportFileError
from crm.ingest.files.jsonl import JsonTable, require_paths
from crm.ingest.files.lines import GZIP_MAGIC, DecodedLines
from crm.ingest.files.rows import BrokenRow, Row, Table

__all__ = ["BrokenRow", "CsvTable", "Row", "Table", "file_sha256", "holds_json", "open_table"]

BEGINNING = 4096
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class CsvTable:
    """An open file of separated values; see rows.Table."""

    def __init__(self, lines: DecodedLines, delimiter: str) -> None:
        self._lines = lines
        self._reader = csv.reader(iter(lines), delimiter=delimiter, strict=True)
        self.header = self._read_header()

    @property
    def bytes_read(self) -> int:
        return self._lines.bytes_read

    def rows(self) -> Iterator[Row]:
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
        fault = self._lines.take_fault()
        return self._reader.line_num, cells if fault is None else BrokenRow(cells, fault)

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


def _quoting_error(error: csv.Error, first: int, last: int) -> CellError:
    where = f"line {first}" if first == last else f"lines {first} to {last}"
    return CellError("quoting_invalid", f"{where}: a quotation mark is not closed or stands in the middle ({error})")


@contextmanager
def open_table(path: Path, form: dict[str, str], columns: Sequence[str] = ()) -> Iterator[Table]:
    """Open a file by the ``[file]`` section of a mapping. ``columns``: the paths to read where it is JSON Lines.

    Raises ImportFileError ``file_missing``, ``file_empty``.
    """
    try:
        raw = path.open("rb")
    except OSError as error:
        raise ImportFileError("file_missing", f"{path} cannot be read: {error.strerror}.") from error
    with raw:
        is_json = holds_json(raw)
        lines = DecodedLines(raw, form["encoding"])
        if is_json:
            require_paths(columns)
        yield JsonTable(lines, columns) if is_json else CsvTable(lines, form["delimiter"])


def holds_json(raw: BinaryIO) -> bool:
    """Whether the file begins with an object, as no header does. Leaves the file at its beginning."""
    beginning = raw.read(BEGINNING)
    if beginning.startswith(GZIP_MAGIC):
        raw.seek(0)
        try:
            beginning = gzip.GzipFile(fileobj=raw).read(BEGINNING)
        except (OSError, EOFError, zlib.error):
            # Damaged from its first bytes on: whoever reads the lines says so.
            beginning = b""
    raw.seek(0)
    return beginning.removeprefix(BYTE_ORDER_MARK).lstrip().startswith(b"{")


def file_sha256(path: Path) -> str:
    """Of the bytes on the disk. Raises ImportFileError ``file_missing``."""
    try:
        with path.open("rb") as raw:
            return hashlib.file_digest(raw, "sha256").hexdigest()
    except OSError as error:
        raise ImportFileError("file_missing", f"{path} cannot be read: {error.strerror}.") from error
