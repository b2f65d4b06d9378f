"""A file of JSON Lines as a stream of rows: one object a line, its values named by dotted paths.

``{"client": {"email": "…"}, "tags": ["gift", "silk"]}`` has the columns ``client.email`` and ``tags``. What a line does
not have is an empty cell, as in a file of separated values.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from crm.ingest.files.cells import LIST_MARK
from crm.ingest.files.errors import CellError, ImportFileError
from crm.ingest.files.lines import DecodedLines
from crm.ingest.files.rows import BrokenRow, Row

# How deep an object may be for its paths to be listed. What lies deeper is one cell of JSON.
DEEPEST = 6
_encode = msgspec.json.Encoder().encode
# Numbers stay as they are written: 0.10 is not 0.1 to a till, and no float holds every amount.
_decode = msgspec.json.Decoder(dict[str, Any], float_hook=str).decode


class JsonTable:
    """An open file of JSON Lines: ``header`` are the paths asked for, ``rows()`` their cells, once."""

    def __init__(self, lines: DecodedLines, paths: Sequence[str]) -> None:
        self._lines = lines
        self.header = list(dict.fromkeys(paths))
        self._paths = [path.split(".") for path in self.header]

    @property
    def bytes_read(self) -> int:
        return self._lines.bytes_read

    def rows(self) -> Iterator[Row]:
        """Rows in order; empty lines are no rows. Raises ImportFileError ``file_broken``, ``line_too_long``."""
        for number, line in enumerate(self._lines, 1):
            fault = self._lines.take_fault()
            if line.strip():
                yield number, BrokenRow([], fault) if fault else self._cells(line)

    def _cells(self, line: str) -> list[str] | BrokenRow:
        try:
            found = _decode(line)
        except (msgspec.DecodeError, RecursionError):
            return BrokenRow([], CellError("json_invalid", "the line is not one JSON object"))
        return [cell_of(found, path) for path in self._paths]


def cell_of(found: Mapping[str, Any], path: Sequence[str]) -> str:
    """The value at this path as the text of a cell. A name that holds a dot itself is found too."""
    whole = ".".join(path)
    if whole in found:
        return _text_of(found[whole])
    value: Any = found
    for step in path:
        if not isinstance(value, dict) or step not in value:
            return ""
        value = value[step]
    return _text_of(value)


def paths_of(lines: Iterable[str]) -> list[str]:
    """Every dotted path that these lines have, in the order of first sight. Lines that are no objects are passed by."""
    paths: dict[str, None] = {}
    for line in lines:
        try:
            paths |= dict.fromkeys(_paths_in(_decode(line)))
        except (msgspec.DecodeError, RecursionError):
            continue
    return list(paths)


def _paths_in(found: Mapping[str, Any], before: str = "", depth: int = 1) -> Iterator[str]:
    for name, value in found.items():
        if isinstance(value, dict) and value and depth < DEEPEST:
            yield from _paths_in(value, f"{before}{name}.", depth + 1)
        else:
            yield before + name


def _text_of(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and not any(isinstance(item, dict | list) for item in value):
        return "".join(LIST_MARK + _text_of(item) for item in value)
    return _encode(value).decode() if isinstance(value, dict | list) else str(value)


def require_paths(paths: Sequence[str]) -> None:
    """A mapping of a file of JSON Lines names at least one path. Raises ImportFileError ``mapping_invalid``."""
    if not paths:
        raise ImportFileError("mapping_invalid", "The mapping is not usable: [columns] names no path of the file.")
