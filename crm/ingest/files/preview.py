"""The first rows of a file as they would be understood, each cell with what is wrong with it."""

from collections.abc import Mapping as Lookup
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from crm.ingest.files.errors import CellError
from crm.ingest.files.kinds import Kind
from crm.ingest.files.kinds.registry import kind_named
from crm.ingest.files.mapping import Mapping
from crm.ingest.files.reading import open_table
from crm.ingest.files.records import shown_value
from crm.ingest.files.rows import BrokenRow, Row
from crm.models import Brand

# Of the rows that are looked at, the first are shown, and then some of those that have a problem.
LOOKED_AT, FIRST, WITH_PROBLEM = 200, 6, 4
MOST_WORDS = 12
LONGEST_SHOWN = 80


@dataclass(frozen=True)
class ShownCell:
    """``text``: as it stands; ``value``: as it is understood; ``problem`` and its ``code``: why it is not."""

    text: str
    value: str = ""
    problem: str = ""
    code: str = ""


@dataclass(frozen=True)
class ShownRow:
    """``problem``: what is wrong with the row as a whole, or with one of its cells; empty for a good one."""

    line: int
    cells: list[ShownCell] = field(default_factory=list)
    problem: str = ""


@dataclass(frozen=True)
class Preview:
    """``fields``: the names of the mapping, in the order of the cells. ``good`` of the ``looked_at`` rows are good.

    ``unknown``: field and text of cells that are words of something else, such as a country by its name.
    """

    fields: list[str]
    rows: list[ShownRow]
    looked_at: int
    good: int
    unknown: list[tuple[str, str]]

    @property
    def titles(self) -> list[str]:
        """``given name``, ``taste: ring size``."""
        return [name.replace("_", " ").replace(".", ": ", 1) for name in self.fields]


def preview_file(path: Path, mapping: Mapping, brand: Brand, *, now: datetime) -> Preview:
    """What whoever knows nothing of the database would say of these rows. Raises ImportFileError."""
    with open_table(path, mapping.file, list(mapping.columns.values())) as table:
        kind = kind_named(mapping.kind)(mapping, table.header, brand, now=now)
        places = {name: table.header.index(mapping.columns[name]) for name in _in_order(mapping, kind)}
        found = [_shown(row, kind, places) for row in islice(table.rows(), LOOKED_AT)]
    wrong = [row for row in found[FIRST:] if row.problem][:WITH_PROBLEM]
    good = sum(not row.problem for row in found)
    return Preview(list(places), found[:FIRST] + wrong, len(found), good, _unknown(list(places), found))


def _unknown(names: list[str], rows: list[ShownRow]) -> list[tuple[str, str]]:
    words = {
        (name, cell.text): None
        for row in rows
        for name, cell in zip(names, row.cells, strict=False)
        if cell.code == f"{name}_unknown"
    }
    return list(words)[:MOST_WORDS]


def _in_order(mapping: Mapping, kind: Kind) -> list[str]:
    """The names of the mapping in the order of the kind's fields, since a database keeps them in none."""
    order = {each.name: place for place, each in enumerate(kind.fields)}
    return sorted(mapping.columns, key=lambda name: (order.get(name, order.get(f"{name.partition('.')[0]}.", 0)), name))


def _shown(row: Row, kind: Kind, places: Lookup[str, int]) -> ShownRow:
    line, cells = row
    rejects = kind.parse([row]).rejects
    problem = rejects[0].reason if rejects else ""
    if isinstance(cells, BrokenRow) or any(place >= len(cells) for place in places.values()):
        return ShownRow(line, [], problem)
    return ShownRow(line, [_cell(cells[place], kind.readers.get(name)) for name, place in places.items()], problem)


def _cell(text: str, reader: Lookup[str, Any] | None) -> ShownCell:
    short = text[:LONGEST_SHOWN]
    if reader is None:
        return ShownCell(short, short)
    try:
        value = reader[text]
    except CellError as error:
        return ShownCell(short, problem=error.reason, code=error.code)
    return ShownCell(short, shown_value(value[0] if isinstance(value, tuple) and value else value)[:LONGEST_SHOWN])
