"""One column of an export for each declared field: how a value is written, and how it is read again."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db.models import Field, Model

from consent.registry.registered import table, tables_of_clients
from consent.registry.table import Table
from consent.rights.export.rules import INSIDE, SECRET, SECRETS, STAFF, naming_of, rule_of

CLIENT = "crm.Client"


class What(StrEnum):
    """What a column holds: a value; the uid of one of the person's records; the number of a row of this export;
    the name of something of the house."""

    VALUE = "value"
    SUBJECT = "subject"
    ROW = "row"
    NAME = "name"


@dataclass(frozen=True)
class Column:
    """``target``: the model that a SUBJECT, ROW or NAME points to."""

    name: str
    attname: str
    what: What
    field: "Field[Any, Any]"
    target: str = ""


def columns_of(declared: Table) -> list[Column]:
    """In the order of the model; what is left out has none (``left_out_of``)."""
    gone = left_out_of(declared)
    fields = {each.name: each for each in declared.model_class._meta.concrete_fields}
    return [_column(declared, fields[name]) for name in fields if name in declared.declared_fields and name not in gone]


def left_out_of(declared: Table) -> dict[str, str]:
    """Field to the reason why an export does not hold it."""
    said = dict(rule_of(declared.model).left_out)
    secrets = declared.sensitive.get(SECRETS, ())
    for each in declared.model_class._meta.concrete_fields:
        if each.name in secrets:
            said.setdefault(each.name, SECRET)
        elif target := _target(each):
            if target == settings.AUTH_USER_MODEL:
                said.setdefault(each.name, STAFF)
            elif naming_of(target) is None and not _is_exported(target):
                said.setdefault(each.name, INSIDE)
        elif each.primary_key and each.name == "id" and each.get_internal_type() != "UUIDField":
            said.setdefault(each.name, INSIDE)
    return said


def _column(declared: Table, each: "Field[Any, Any]") -> Column:
    target = rule_of(declared.model).numbers.get(each.name) or _target(each)
    if target == CLIENT or (each.name in declared.subjects and not target):
        return Column(each.name, each.attname, What.SUBJECT, each, CLIENT)
    if not target:
        return Column(each.name, each.attname, What.VALUE, each)
    return Column(each.name, each.attname, What.ROW if _is_exported(target) else What.NAME, each, target)


def _target(each: "Field[Any, Any]") -> str:
    related: type[Model] | None = each.related_model if each.is_relation else None  # type: ignore[assignment]
    return related._meta.label if related else ""


def _is_exported(model: str) -> bool:
    return any(each.model == model for each in tables_of_clients())


def tables_in_order() -> list[Table]:
    """Every table with rows of clients, each behind those that its rows point to."""
    waiting = {each.model: {column.target for column in columns_of(each)} for each in tables_of_clients()}
    done: list[str] = []
    while waiting:
        free = [model for model, targets in waiting.items() if not (targets - {model}) & waiting.keys()]
        if not free:
            raise ValueError(f"tables point at each other in a ring: {', '.join(sorted(waiting))}")
        # The client comes first, since every other table leads there.
        free.sort(key=lambda model: (model != CLIENT, model))
        done.append(free[0])
        del waiting[free[0]]
    return [table(model) for model in done]
