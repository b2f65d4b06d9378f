"""Rows of clients in the Django admin: protected clients are not shown, and each look is written down.

Whose row it is, the registry says; so a new table needs nothing here.
"""

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import F, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from consent.actions.access import record_access, record_access_to_many
from consent.protection import is_closed_to
from consent.registry.registered import tables
from consent.registry.table import Table

if TYPE_CHECKING:
    from crm.models import User

WHY = "admin"


class AdminWatch:
    """Registered with every page (``clienteling.lib.admin_pages``)."""

    def shown(self, rows: QuerySet[Any], user: "User") -> QuerySet[Any]:
        """Without rows that belong to a protected client, or name one, who is closed to this administrator: a reason
        is asked on the client's own page."""
        if (table := _table_of(rows.model)) is None:
            return rows
        closed, at = Q(), timezone.now()
        for number, path in enumerate(_ways(table)):
            # Ledgers stay on the record that they were written to; the mark is asked of the one that lives.
            rows = rows.alias(**{f"meant_{number}": _live(path)})
            closed |= Q(is_closed_to(user.pk, at=at, path=f"meant_{number}"))
        return rows.filter(~closed)

    def note_list(self, model: type[Model], user: "User", *, is_search: bool) -> None:
        if (table := _table_of(model)) is not None:
            action = "searched" if is_search else "viewed"
            record_access(user=user, client=None, action=action, fields=_fields(table), why=WHY)

    def note_look(self, row: Model, user: "User", *, is_change: bool) -> None:
        if (table := _table_of(type(row))) is None:
            return
        owners = set(type(row)._default_manager.filter(pk=row.pk).values_list(*_ways(table)).get())
        record_access_to_many(
            sorted(owners - {None}), user=user, action="changed" if is_change else "viewed", fields=_fields(table),
            why=WHY,
        )  # fmt: skip


def _table_of(model: type[Model]) -> Table | None:
    """Its declaration, where look-ups lead from it to clients."""
    found = (each for each in tables() if each.model == model._meta.label)
    return next((each for each in found if _ways(each)), None)


def _ways(table: Table) -> tuple[str, ...]:
    return table.subjects + table.mentions


def _live(path: str) -> Coalesce:
    """The record that lives, of the one at ``path``: the client itself, a foreign key, or a plain number."""
    if path == "pk":
        return Coalesce("canonical", "pk")
    if path.endswith("_id"):
        client = apps.get_model("crm", "Client")
        return Coalesce(Subquery(client.objects.filter(pk=OuterRef(path)).values("canonical")[:1]), F(path))
    return Coalesce(f"{path}__canonical", path)


def _fields(table: Table) -> list[str]:
    """The categories of data that stand in it."""
    return sorted({*table.personal, *table.sensitive})
