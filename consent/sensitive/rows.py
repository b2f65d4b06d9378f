"""Rows with sensitive fields of a person: gone or emptied, as their tables declare."""

from collections.abc import Sequence

from django.db.models import Model, Q, QuerySet

from consent.registry.emptying import values_of_nothing
from consent.registry.registered import tables_with_consent
from consent.registry.table import Erasure, Table


def empty_sensitive_rows(client_ids: Sequence[int], *, brand_id: int) -> dict[str, int]:
    """Of these records what this house keeps, and what is the whole group's: a no to one of its houses stops that.

    ``app.Model`` to how many rows went or were emptied, without those where nothing was. In the caller's transaction.
    """
    counts = {table.model: _empty(table, _kept_by(table, client_ids, brand_id)) for table in tables_with_consent()}
    return {model: count for model, count in counts.items() if count}


def _kept_by(table: Table, client_ids: Sequence[int], brand_id: int) -> QuerySet[Model]:
    rows = table.rows_of(client_ids)
    if not table.house:
        return rows
    return rows.filter(Q(**{table.house: brand_id}) | Q(**{f"{table.house}__isnull": True}))


def _empty(table: Table, rows: QuerySet[Model]) -> int:
    # By their keys: a look-up that joins cannot be updated or deleted by.
    model = table.model_class._default_manager
    if table.on_refusal is Erasure.DELETE:
        return model.filter(pk__in=list(rows.values_list("pk", flat=True))).delete()[0]
    values = values_of_nothing(table, table.consented_fields)
    filled = rows.exclude(**values).values_list("pk", flat=True)
    return model.filter(pk__in=list(filled)).update(**values)
