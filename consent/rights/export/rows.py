"""The rows of one person, table by table, as plain values: no number of the database, nobody else's name."""

import base64
import uuid
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import F, Model, QuerySet
from django.utils.duration import duration_iso_string

from consent.registry.table import Table
from consent.rights.export.columns import CLIENT, Column, What, columns_of, tables_in_order
from consent.rights.export.rules import naming_of, rule_of

Row = dict[str, Any]
CHUNK = 500


class Subject:
    """All records of one person, and the numbers that the rows of the export have in it, from 1 by table."""

    def __init__(self, client_ids: list[int]) -> None:
        self.ids = client_ids
        found = apps.get_model(CLIENT)._default_manager.filter(pk__in=client_ids)
        self.uids: dict[int, str] = dict(found.values_list("pk", "uid"))
        self._pointed_at = {
            column.target for each in tables_in_order() for column in columns_of(each) if column.what is What.ROW
        }
        self._numbers: dict[str, dict[Any, int]] = {}
        self._names: dict[tuple[str, Any], list[Any] | None] = {}

    def rows_of(self, declared: Table) -> Iterator[Row]:
        """In the order in which they were written; the record that lives before those merged into it."""
        columns = columns_of(declared)
        for number, row in enumerate(_rows(declared, self.ids).iterator(chunk_size=CHUNK), 1):
            if declared.model in self._pointed_at:
                self._numbers.setdefault(declared.model, {})[row.pk] = number
            yield {column.name: self._value(declared, column, row) for column in columns}

    def _value(self, declared: Table, column: Column, row: Model) -> Any:
        value = getattr(row, column.attname)
        if value is None:
            return None
        if column.what is What.SUBJECT:
            # Somebody else, whom the row names beside this person, is left out.
            return self.uids.get(value)
        if column.what is What.ROW:
            return self._numbers.get(column.target, {}).get(value)
        if column.what is What.NAME:
            return self._name(column.target, value)
        if column.name in rule_of(declared.model).own_only:
            return [each for each in value if each in self.uids.values()]
        return plain(value)

    def _name(self, model: str, pk: Any) -> list[Any] | None:
        """What names a row of the house wherever it is; a house has few of them, so each is looked up once."""
        if (model, pk) not in self._names:
            found = apps.get_model(model)._default_manager.filter(pk=pk).values_list(*(naming_of(model) or ("pk",)))
            named = found.first()
            self._names[model, pk] = [plain(each) for each in named] if named else None
        return self._names[model, pk]


def plain(value: Any) -> Any:
    """What JSON can hold, without loss: moments to the microsecond, decimals as text, bytes in base 64."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return duration_iso_string(value)
    if isinstance(value, Decimal | uuid.UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value


def _rows(declared: Table, client_ids: list[int]) -> QuerySet[Model]:
    rows = declared.own_rows_of(client_ids)
    if declared.model == CLIENT:
        return rows.order_by(F("canonical").asc(nulls_first=True), "pk")
    return rows.order_by("pk")
