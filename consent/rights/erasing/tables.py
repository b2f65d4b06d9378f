"""A table's rows of a person, erased as the table's declaration says, a batch in a transaction."""

from django.db import models, transaction
from django.db.models import Model, Q, QuerySet

from consent.registry.emptying import emptied, made_afresh
from consent.registry.registered import tables
from consent.registry.table import Erasure, Table
from consent.rights.erasing.contributions import step_for_table
from consent.rights.erasing.person import Person

# One transaction's rows: short enough that whoever writes beside it does not wait long.
BATCH = 1_000


def tables_in_order() -> list[Table]:
    """Those that an erasure changes: what a finder reads stands until it was read, and rows go before those that
    they point to."""
    changing = [each for each in tables() if each.leads_to_clients and each.erasure is not Erasure.KEEP]
    found = [each for each in changing if each.finder]
    return _children_first(found) + _children_first([each for each in changing if not each.finder])


def erase_batch(table: Table, person: Person) -> int:
    """Erase some rows of the person; how many. 0: nothing is left. May run any number of times, and twice at once."""
    instead = step_for_table(table.model)
    if instead is not None:
        return instead(person)
    if table.erasure is Erasure.DELETE:
        return delete_batch(table.rows_of(person.client_ids))
    return clear_batch(table, table.rows_of(person.client_ids))


def delete_batch(rows: QuerySet[Model]) -> int:
    """Locked in their order, so that two workers never wait for each other in a circle."""
    with transaction.atomic():
        ids = _some(rows)
        if ids:
            rows.model._default_manager.filter(pk__in=ids).delete()
    return len(ids)


def clear_batch(table: Table, rows: QuerySet[Model]) -> int:
    """Only what still holds something counts, so that it ends."""
    values = emptied(table)
    afresh = made_afresh(table)
    with transaction.atomic():
        ids = _some(rows.filter(_is_filled(values)))
        model = table.model_class._default_manager
        if ids:
            model.filter(pk__in=ids).update(**values)
        for pk in ids if afresh else []:
            model.filter(pk=pk).update(**{name: _fresh(table, name) for name in afresh})
    return len(ids)


def _is_filled(values: dict[str, object]) -> Q:
    """Some field holds another value than the emptied one. A null beside a value counts, too."""
    filled = Q(pk__in=[])
    for name, value in values.items():
        filled |= Q(**{f"{name}__isnull": False}) if value is None else ~Q(**{name: value}) | Q(**{name: None})
    return filled


def _fresh(table: Table, name: str) -> object:
    field: models.Field[object, object] = table.model_class._meta.get_field(name)  # type: ignore[assignment]
    return field.get_default()


def _some(rows: QuerySet[Model]) -> list[object]:
    """Without the joins of the look-up, whose rows are not to be locked."""
    ids = sorted(set(rows.order_by().values_list("pk", flat=True)[:BATCH]))
    model = rows.model._default_manager
    return list(model.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))


def _children_first(chosen: list[Table]) -> list[Table]:
    """By the foreign keys between these tables; without a cycle, which the tests hold."""
    left = {each.model_class: each for each in chosen}
    ordered: list[Table] = []
    while left:
        pointed_at = {target for model in left for target in _points_to(model) if target is not model}
        free = [each for model, each in left.items() if model not in pointed_at] or list(left.values())[:1]
        ordered += free
        left = {model: each for model, each in left.items() if each not in free}
    return ordered


def _points_to(model: type[Model]) -> set[type[Model]]:
    return {
        field.related_model
        for field in model._meta.concrete_fields
        if isinstance(field.related_model, type) and issubclass(field.related_model, Model)
    }
