"""One row of a file as the values of its fields."""

from collections.abc import Mapping, Sequence
from typing import Any

from crm.ingest.files.cells import Cells, TextRule, text_reader
from crm.ingest.files.columns import column_indexes
from crm.ingest.files.errors import CellError
from crm.ingest.files.fields import Field, Read, Reading
from crm.ingest.files.mapping import Mapping as FileMapping

Values = dict[str, Any]
# A cell before its field reads it: nothing that is kept is longer, except texts and objects of JSON.
_ANY_LENGTH = 1 << 20


class RowReader:
    """Cells to values. ``readers``: by the name of the mapping, for a preview of single cells."""

    def __init__(self, fields: Sequence[Field], header: list[str], reading: Reading) -> None:
        mapping = reading.mapping
        self._width = len(header)
        self._fields = {each.name: each for each in fields}
        self.indexes = column_indexes(mapping.columns, header)
        self.readers = {name: Cells(self._reader(name, reading)) for name in {*mapping.columns, *mapping.constants}}
        self._constants = self._read_constants(mapping)
        self._empty = {each.name: each.empty for each in fields if not each.is_many}
        self._many = [each.name for each in fields if each.is_many]

    def field_of(self, name: str) -> Field:
        """``taste.ring size`` is one of the field ``taste.``; the mapping was checked for unknown names."""
        return self._fields.get(name) or self._fields[name.partition(".")[0] + "."]

    def read(self, cells: list[str]) -> Values:
        """The values by field; of a field of many, a dict of those said. Raises CellError for a row not to be kept."""
        if len(cells) != self._width:
            raise CellError("columns_wrong", f"{len(cells)} cells where the header has {self._width}")
        values: Values = self._empty | {name: {} for name in self._many}
        for name, index in self.indexes.items():
            self._put(values, name, self.readers[name][cells[index]])
        for name, value in self._constants.items():
            self._put(values, name, value)
        return values

    @staticmethod
    def _put(values: Values, name: str, value: Any) -> None:
        prefix, dot, rest = name.partition(".")
        if not dot:
            values[name] = value
        elif value != "":
            values[prefix + dot][rest] = value

    def _read_constants(self, mapping: FileMapping) -> Values:
        """A constant fills in where the file has no column of it."""
        return {name: self.readers[name][text] for name, text in mapping.constants.items() if name not in self.indexes}

    def _reader(self, name: str, reading: Reading) -> Read:
        """Pattern, capitals and translation of the mapping, then the field's own form."""
        mapping, each = reading.mapping, self.field_of(name)
        words: Mapping[str, str] = mapping.values.get(name, {})
        pattern, is_upper, form = mapping.patterns.get(name, ""), name in mapping.upper, each.form(name, reading)
        prepare = text_reader(name, TextRule(_ANY_LENGTH, pattern=pattern, is_upper=is_upper))
        has_rule = bool(pattern or is_upper)

        def read(cell: str) -> Any:
            text = prepare(cell) if has_rule else cell
            text = words.get(text.strip(), text)
            if text.strip():
                return form(text)
            if each.is_required:
                raise CellError(f"{name}_missing", f"the {name.replace('_', ' ')} is empty")
            return each.empty

        return read


def shown_value(value: Any) -> str:
    """A value as the preview shows it."""
    if isinstance(value, tuple | list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
