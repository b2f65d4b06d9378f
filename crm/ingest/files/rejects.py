"""The file of lines that were not kept: line number, stable code, reason."""

import csv
import os
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import TextIO

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
            rows = _rejects_until(path, settled)
            self._file = path.open("w", encoding="utf-8", newline="")
            _write_rows(self._file, [HEADER, *rows])

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
    csv.writer(file).writerows(rows)
    file.flush()
    os.fsync(file.fileno())


def _rejects_until(path: Path, settled: int) -> list[list[str]]:
    """The rows of an interrupted run that stay: complete, and of settled lines."""
    if not settled or not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return [row for row in rows if len(row) == len(HEADER) and row[0].isdigit() and int(row[0]) <= settled]
