"""The file of lines that were not kept: line number, stable code, reason."""

import csv
import os
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import TextIO

from clienteling.lib.formulas import safe_cell
from crm.ingest.files.errors import ImportFileError, Reject

HEADER = ["line", "code", "reason"]
EXAMPLES = 5


class RejectLog:
    """Writes rejects to a CSV file, if there is one, and remembers the first few.

    They reach the disk before the commit of their chunk. A crash between the two leaves rejects of lines
    that are not settled: a resumed run cuts them off and makes them again.
    """

    def __init__(self, path: Path | None, *, settled: int = 0) -> None:
        self.examples: list[Reject] = []
        self._file: TextIO | None = None
        if path is not None:
            if settled and path.exists():
                _cut_after(path, settled)
            else:
                path.write_text(",".join(HEADER) + "\n", "utf-8")
            self._file = path.open("a", encoding="utf-8", newline="")

    def write(self, rejects: list[Reject]) -> None:
        ordered = sorted(rejects, key=lambda reject: reject.line)
        self.examples += ordered[: EXAMPLES - len(self.examples)]
        if self._file is not None and ordered:
            _write_rows(self._file, ([str(each.line), each.code, each.reason] for each in ordered))

    def __enter__(self) -> "RejectLog":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()


def require_writable(path: Path) -> None:
    """To be asked before anything is written elsewhere. Raises ImportFileError ``rejects_unwritable``."""
    try:
        path.open("a").close()
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror}. Nothing was imported."
        raise ImportFileError("rejects_unwritable", message) from error


def _write_rows(file: TextIO, rows: Iterable[list[str]]) -> None:
    csv.writer(file).writerows([safe_cell(cell) for cell in row] for row in rows)
    file.flush()
    os.fsync(file.fileno())


def read_rejects(path: Path) -> Iterator[list[str]]:
    """Line, code and reason of each, a row at a time; nothing where there is no file."""
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            yield from islice(csv.reader(file), 1, None)


def _cut_after(path: Path, settled: int) -> None:
    """Keep of an interrupted run's file the header and the complete rows of settled lines, a row at a time.

    The new file takes the place of the old at once: a million rejects are neither held in memory nor ever half lost.
    """
    fresh = path.with_name(f"{path.name}.part")
    with fresh.open("w", encoding="utf-8", newline="") as file:
        _write_rows(file, chain([HEADER], _rejects_until(path, settled)))
    fresh.replace(path)


def _rejects_until(path: Path, settled: int) -> Iterator[list[str]]:
    for row in read_rejects(path):
        if len(row) == len(HEADER) and row[0].isdigit() and int(row[0]) <= settled:
            yield row
