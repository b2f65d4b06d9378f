"""The way back: an archive of one person into a house where they are not known yet, row for row.

Rows get new numbers; what pointed to a row points to it again. A member of staff whom a row must name, and whom the
archive does not, is whoever brings it in. What the house makes again by itself, and says so, is not brought back.
"""

import json
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.db.models import GeneratedField, QuerySet

from consent.actions.access import record_access
from consent.queries.erased import UID, erased_among
from consent.registry.table import Table
from consent.rights.errors import RightsError
from consent.rights.export.archive import FORMAT, VERSION
from consent.rights.export.columns import CLIENT, Column, What, columns_of, tables_in_order
from consent.rights.export.rows import Row
from consent.rights.export.rules import naming_of, rule_of

if TYPE_CHECKING:
    from crm.models import User

MOST_BYTES = 1 << 30


@dataclass
class Brought:
    """Rows by table; those that could not be kept, and those that lost a name of the house, by table and code."""

    rows: Counter[str] = field(default_factory=Counter)
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)


class _Refused(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def import_export(path: Path, *, actor: "User") -> Brought:
    """All of it, or nothing where the file is no export or the person is known here already.

    Raises RightsError: ``not_an_export``, ``version_unknown``, ``export_too_large`` (1 GiB), ``person_known``,
    ``person_erased`` (their archive brings nobody back). A row
    that the database refuses is counted with its code (``reference_unknown``, ``row_malformed``, ``row_refused``).
    """
    tables = _read(path)["tables"]
    uids = [str(row.get("uid")) for row in tables[CLIENT]]
    with transaction.atomic():
        if _clients(uids).exists():
            raise RightsError("person_known")
        if erased_among([(UID, uid) for uid in uids]):
            raise RightsError("person_erased")
        brought = _Import(actor).run(tables)
        person = _clients(uids[:1]).first()
        if person is None:
            raise RightsError("not_an_export")
        record_access(user=actor, client=person, action="changed", fields=["everything"], why="import of an export")
    return brought


def tables_brought_back() -> list[Table]:
    return [each for each in tables_in_order() if not rule_of(each.model).is_made_again]


def _clients(uids: list[str]) -> "QuerySet[Any]":
    found: QuerySet[Any] = apps.get_model(CLIENT)._default_manager.filter(uid__in=uids)
    return found


def _read(path: Path) -> dict[str, Any]:
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo("data.json").file_size > MOST_BYTES:
                raise RightsError("export_too_large")
            data = json.loads(archive.read("data.json"))
    # What is broken, locked by a password, or nested without end.
    except (OSError, EOFError, KeyError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error) as error:
        raise RightsError("not_an_export") from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise RightsError("not_an_export")
    if data.get("version") != VERSION:
        raise RightsError("version_unknown")
    if not _is_of_somebody(data.get("tables")):
        raise RightsError("not_an_export")
    return data


def _is_of_somebody(tables: Any) -> bool:
    """Lists of rows by table, as ``archive`` writes them, the client's among them."""
    if not isinstance(tables, dict) or not tables.get(CLIENT):
        return False
    return all(isinstance(rows, list) and all(isinstance(row, dict) for row in rows) for rows in tables.values())


class _Import:
    def __init__(self, actor: "User") -> None:
        self._actor = actor
        self._brought = Brought()
        self._pks: dict[tuple[str, int], Any] = {}
        self._uids: dict[str, int] = {}
        self._names: dict[tuple[str, str], Any] = {}

    def run(self, rows_by_table: dict[str, list[Row]]) -> Brought:
        for declared in tables_brought_back():
            columns = columns_of(declared)
            for number, row in enumerate(rows_by_table.get(declared.model, []), 1):
                self._keep(declared, columns, number, row)
        return self._brought

    def _keep(self, declared: Table, columns: list[Column], number: int, row: Row) -> None:
        try:
            with transaction.atomic():
                made = self._make(declared, columns, row)
                # Raw: the moments are those of the archive, not of today.
                made.save_base(raw=True, force_insert=True)
        except _Refused as refusal:
            self._brought.refused[declared.model, refusal.code] += 1
        except (IntegrityError, DataError):
            self._brought.refused[declared.model, "row_refused"] += 1
        else:
            self._pks[declared.model, number] = made.pk
            self._brought.rows[declared.model] += 1
            if declared.model == CLIENT:
                self._uids[made.uid] = made.pk

    def _make(self, declared: Table, columns: list[Column], row: Row) -> Any:
        values: dict[str, Any] = self._staff(declared)
        for column in columns:
            if not isinstance(column.field, GeneratedField):
                values[column.attname] = self._value(declared, column, row.get(column.name))
        return declared.model_class(**values)

    def _staff(self, declared: Table) -> dict[str, Any]:
        """Whoever brings the archive stands where a row must name somebody of the staff."""
        named = [each for each in declared.model_class._meta.concrete_fields if each.is_relation and not each.null]
        return {each.attname: self._actor.pk for each in named if _label(each) == settings.AUTH_USER_MODEL}

    def _value(self, declared: Table, column: Column, value: Any) -> Any:
        found = self._found(column, value)
        if found is None and column.what is not What.VALUE and not column.field.null:
            raise _Refused("reference_unknown")
        if found is None and value is not None:
            self._brought.refused[declared.model, f"{column.name}_unknown"] += 1
        return found

    def _found(self, column: Column, value: Any) -> Any:
        if value is None:
            return None
        try:
            return self._looked_up(column, value)
        except (ValidationError, TypeError, ValueError, ArithmeticError) as error:
            raise _Refused("row_malformed") from error

    def _looked_up(self, column: Column, value: Any) -> Any:
        if column.what is What.SUBJECT:
            return self._uids.get(value)
        if column.what is What.ROW:
            return self._pks.get((column.target, value))
        if column.what is What.NAME:
            return self._named(column.target, value)
        return column.field.to_python(value)

    def _named(self, model: str, name: Any) -> Any:
        key = (model, json.dumps(name))
        if key not in self._names:
            paths = naming_of(model) or ()
            if not isinstance(name, list) or len(name) != len(paths):
                raise _Refused("row_malformed")
            rows = apps.get_model(model)._default_manager.filter(**dict(zip(paths, name, strict=True)))
            self._names[key] = rows.values_list("pk", flat=True).first()
        return self._names[key]


def _label(each: Any) -> str:
    return str(each.related_model._meta.label)
