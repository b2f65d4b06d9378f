"""Rows of some hashes, carried to others. In a transaction that holds the addresses (consent.rehashing.settle)."""

from collections.abc import Hashable, Iterable, Mapping

from django.db.models import Model, QuerySet

from consent.rehashing.tables import HashedTable


def move(table: HashedTable, to: Mapping[str, str]) -> int:
    """How many rows stand under another hash now. At most three statements, and one for each row on a taken place."""
    rows = list(_rows(table, to.keys()).select_for_update().order_by("pk"))
    taken = {_place(table, row): row for row in _rows(table, to.values())} if rows else {}
    moved = [row for row in rows if _moves(table, row, to, taken)]
    if moved:
        table.model._default_manager.bulk_update(moved, [table.field])
    return len(rows)


def _rows(table: HashedTable, hashes: Iterable[str]) -> QuerySet[Model]:
    return table.model._default_manager.filter(**{f"{table.field}__in": list(hashes)})


def _moves(table: HashedTable, row: Model, to: Mapping[str, str], taken: dict[Hashable, Model]) -> bool:
    """Whether the row itself goes there; where its place is taken, that row absorbs it."""
    setattr(row, table.field, to[getattr(row, table.field)])
    place = _place(table, row)
    if place not in taken:
        taken[place] = row
        return True
    table.absorb(taken[place], row)
    row.delete()
    return False


def _place(table: HashedTable, row: Model) -> Hashable:
    """With the hash; a row that may stand any number of times has a place of its own."""
    place = table.place(row)
    return row.pk if place is None else (place, getattr(row, table.field))
