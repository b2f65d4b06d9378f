"""The first rows of a file, before anybody has said what its columns mean."""

from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from crm.ingest.files.errors import ImportFileError
from crm.ingest.files.jsonl import paths_of
from crm.ingest.files.lines import DecodedLines
from crm.ingest.files.reading import holds_json, open_table
from crm.ingest.files.rows import BrokenRow, Row

ROWS = 200


@dataclass(frozen=True)
class Sample:
    """``header``: columns, or the dotted paths of JSON Lines; ``rows``: the first of the file, as they stand."""

    header: list[str]
    rows: list[Row] = field(default_factory=list)
    is_json: bool = False

    def values_of(self, column: str) -> list[str]:
        """The cells of a column that are not empty."""
        index = self.header.index(column)
        rows = (row for _, row in self.rows if not isinstance(row, BrokenRow) and len(row) == len(self.header))
        return [row[index].strip() for row in rows if row[index].strip()]


def read_sample(path: Path, form: dict[str, str], *, rows: int = ROWS) -> Sample:
    """Raises ImportFileError, as reading the whole would, of what lies before the end of these rows."""
    paths = _paths(path, form, rows)
    with open_table(path, form, paths) as table:
        return Sample(table.header, list(islice(table.rows(), rows)), is_json=bool(paths))


def _paths(path: Path, form: dict[str, str], rows: int) -> list[str]:
    """The dotted paths of a file of JSON Lines; none for another, or for one that open_table will refuse."""
    with suppress(OSError), path.open("rb") as raw:
        if holds_json(raw):
            found = paths_of(islice(DecodedLines(raw, form["encoding"]), rows))
            if not found:
                raise ImportFileError("json_invalid", "The first lines of the file are not JSON objects.")
            return found
    return []
