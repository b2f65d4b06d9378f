"""The first rows of a file as they would be understood, each cell with what is wrong with it."""

from collections.abc import Mapping as Lookup
from dataclasses import dataclass, field
from datetime import datetime
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

ROWS = 8
LONGEST_SHOWN = 80


@dataclass(frozen=True)
class ShownCell:
    """``text``: as it stands; ``value``: as it is understood; ``problem``: why it is not."""

    text: str
    value: str = ""
    problem: str = ""


@dataclass(frozen=True)
class ShownRow:
    """``problem``: what is wrong with the row as a whole, or with one of its cells; empty for a good one."""

    line: int
    cells: list[ShownCell] = field(default_factory=list)
    problem: str = ""


@dataclass(frozen=True)
class Preview:
    """``fields``: the names of the mapping, in the order of the cells."""

    header: list[str]
    fields: list[str]
    rows: list[ShownRow]


def preview_file(path: Path, mapping: Mapping, brand: Brand, *, now: datetime, rows: int = ROWS) -> Preview:
    """What whoever knows nothing of the database would say of these rows. Raises ImportFileError."""
    with open_table(path, mapping.file, list(mapping.columns.values())) as table:
        kind = kind_named(mapping.kind)(mapping, table.header, brand, now=now)
        places = {name: table.header.index(mapping.columns[name]) for name in _in_order(mapping, kind)}
        found: list[ShownRow] = []
        for row in table.rows():
            found.append(_shown(row, kind, places))
            if len(found) == rows:
                break
        return Preview(table.header, list(places), found)


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
        return ShownCell(short, problem=error.reason)
    return ShownCell(short, shown_value(value[0] if isinstance(value, tuple) and value else value)[:LONGEST_SHOWN])
