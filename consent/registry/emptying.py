"""What an emptied field holds: nothing where it may, else what it would hold if nobody had said anything."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Field, Model, UniqueConstraint

from consent.registry.table import Table


def emptied(table: Table) -> dict[str, Any]:
    """Values for ``update(**values)`` of the rows that CLEAR leaves, by field name.

    A field whose default is made afresh (a public id) is not among them when it is unique: one value for several
    rows cannot be; see ``made_afresh``.
    """
    return values_of_nothing(table, tuple(name for name, field in _fields(table) if not _is_made_afresh(field)))


def values_of_nothing(table: Table, names: Sequence[str]) -> dict[str, Any]:
    """The same of these fields, whatever CLEAR empties. ``TypeError`` for one that cannot be empty."""
    return {name: _nothing(table.model_class._meta.get_field(name)) for name in names}  # type: ignore[arg-type]


def made_afresh(table: Table) -> tuple[str, ...]:
    """Unique fields that each emptied row gets a new value of, from the field's default."""
    return tuple(name for name, field in _fields(table) if _is_made_afresh(field))


def _fields(table: Table) -> "list[tuple[str, Field[Any, Any]]]":
    return [(name, table.model_class._meta.get_field(name)) for name in table.empties]  # type: ignore[misc]


def _is_made_afresh(field: "Field[Any, Any]") -> bool:
    return _is_unique(field) and callable(field.default)


def _is_unique(field: "Field[Any, Any]") -> bool:
    """By itself, on whatever condition."""
    by_name = [each for each in field.model._meta.constraints if isinstance(each, UniqueConstraint)]
    return bool(field.unique) or any(each.fields == (field.name,) for each in by_name)


def _nothing(field: "Field[Any, Any]") -> Any:
    if field.null:
        return None
    if field.has_default():
        return field.get_default()
    if field.empty_strings_allowed:
        return ""
    raise TypeError(f"{_label(field.model)}.{field.name} cannot be emptied: declare that the row goes instead")


def _label(model: type[Model]) -> str:
    return model._meta.label
