"""Rows of anybody's file as dictionaries: CSV with any usual separator and encoding, plain or gzipped, or Parquet."""

import csv
import gzip
import importlib
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from crm.ingest.files.errors import ImportFileError

Row = dict[str, str]
_GZIP, _PARQUET = b"\x1f\x8b", b"PAR1"
_LOOKED_AT = 1 << 20
_SEPARATORS = ",;\t|"
_CELL_LIMIT = 1 << 20


def rows_of(path: Path, file: dict[str, str], columns: Iterable[str]) -> Iterator[Row | None]:
    """Rows with their ``columns``, stripped; None for a line that is no row.

    ``file``: ``encoding`` and ``delimiter``, each found out where it is not named. Raises ImportFileError
    ``file_missing``, ``file_empty``, ``file_damaged``, ``encoding_unknown``, ``column_missing``.
    """
    wanted = sorted(set(columns))
    try:
        with path.open("rb") as raw:
            beginning = raw.read(4)
        yield from _parquet(path, wanted) if beginning == _PARQUET else _separated(path, beginning, file, wanted)
    except (EOFError, gzip.BadGzipFile, csv.Error, UnicodeError) as error:
        raise ImportFileError("file_damaged", f"{path} cannot be read to its end: {error}.") from error
    except LookupError as error:
        raise ImportFileError("encoding_unknown", f"{path}: {error}.") from error
    except OSError as error:
        raise ImportFileError("file_missing", f"{path} cannot be read: {error.strerror}.") from error


def _separated(path: Path, beginning: bytes, file: dict[str, str], wanted: list[str]) -> Iterator[Row | None]:
    csv.field_size_limit(_CELL_LIMIT)
    with path.open("rb") as raw:
        plain: BinaryIO = gzip.GzipFile(fileobj=raw) if beginning.startswith(_GZIP) else raw  # type: ignore[assignment]
        start = plain.read(_LOOKED_AT)
        plain.seek(0)
        encoding = file.get("encoding") or _encoding_of(start)
        with io.TextIOWrapper(plain, encoding=encoding, errors="replace", newline="") as text:
            delimiter = file.get("delimiter") or _delimiter_of(start.decode(encoding, errors="replace"))
            yield from _rows(path, csv.reader(text, delimiter=delimiter), wanted)


def _rows(path: Path, cells: Iterator[list[str]], wanted: list[str]) -> Iterator[Row | None]:
    header = [name.strip() for name in next(cells, [])]
    if not header:
        raise ImportFileError("file_empty", f"{path} has no line, not even a header.")
    _require(path, wanted, header)
    places = {name: header.index(name) for name in wanted}
    for row in cells:
        if row:
            whole = len(row) == len(header)
            yield {name: row[place].strip() for name, place in places.items()} if whole else None


def _parquet(path: Path, wanted: list[str]) -> Iterator[Row | None]:
    # Read in when it is needed: half a second that no other command has to wait for.
    parquet = importlib.import_module("pyarrow.parquet")
    try:
        file = parquet.ParquetFile(path)
    except importlib.import_module("pyarrow").ArrowException as error:
        raise ImportFileError("file_damaged", f"{path} is no whole Parquet file: {error}.") from error
    _require(path, wanted, file.schema_arrow.names)
    for batch in file.iter_batches(columns=wanted):
        for row in batch.to_pylist():
            yield {name: "" if value is None else str(value).strip() for name, value in row.items()}


def _require(path: Path, wanted: list[str], present: list[str]) -> None:
    if missing := [name for name in wanted if name not in present]:
        raise ImportFileError("column_missing", f"{path} has no column {', '.join(missing)}; the map names it.")


def _encoding_of(start: bytes) -> str:
    """By its mark, else UTF-8 where it can be, else what western European programs write."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        # The last letter may be cut in two.
        start[: -4 if len(start) == _LOOKED_AT else None].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return "utf-8-sig" if error.start > len(start) - 8 else "cp1252"
    return "utf-8-sig"


def _delimiter_of(start: str) -> str:
    """What the header has most of."""
    header = start.splitlines()[0] if start else ""
    return max(_SEPARATORS, key=header.count)
