"""Executors for tables whose rows come in the order of their ids: the oldest are at the beginning."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import takewhile

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model, Q, QuerySet

from consent.queries.holds import held_records
from consent.registry.emptying import emptied
from consent.registry.registered import table
from consent.registry.retention import Retention
from consent.retention.executors import CHUNK, Chunk, Executor
from consent.retention.touches import remember_touches

# So many are counted ahead of a night and no more: the page says "or more".
COUNTED_AHEAD = 10_000


@dataclass(frozen=True)
class Aged:
    """Rows whose ``moment`` is older than the cutoff. ``client``: look-up for holds, empty where no client is named.

    ``empties``: the fields to be emptied, where the row stays; none where it goes. ``is_ledger``: the database refuses
    the deletion but from here, and of what is younger than a year even so (consent.migrations).
    """

    model: str
    moment: str
    category: Retention
    client: str = "client"
    where: Q = field(default_factory=Q)
    empties: tuple[str, ...] = ()
    is_ledger: bool = False

    def executor(self) -> Executor:
        return Executor(self.model, self.category, self._expire, self._ahead, resumes=bool(self.empties))

    @transaction.atomic
    def _expire(self, cutoff: datetime, position: int) -> Chunk:
        if self.is_ledger:
            open_ledgers()
        seen = self._oldest(position)
        is_last = len(seen) < CHUNK
        if self.empties:
            # The next night begins behind the last one that was old, so nothing younger may be passed over.
            old = [pk for pk, _ in takewhile(lambda row: _is_old(row, cutoff), seen)]
            return Chunk(self._settle(old), old[-1] if old else position, is_last or len(old) < len(seen))
        old = [row[0] for row in seen if _is_old(row, cutoff)]
        # A chunk without a single old row is the beginning of what is younger.
        return Chunk(self._settle(old), seen[-1][0] if seen else position, is_last or not old)

    def _oldest(self, position: int) -> list[tuple[int, datetime | None]]:
        after = self._rows().filter(self.where, pk__gt=position).order_by("pk")
        return list(after.values_list("pk", self.moment)[:CHUNK])

    def _settle(self, old: Sequence[int]) -> int:
        rows = self._rows().filter(pk__in=self._without_held(old))
        if self.empties:
            values = {name: value for name, value in emptied(table(self.model)).items() if name in self.empties}
            return rows.exclude(**values).update(**values)
        remember_touches(self.model, rows)
        # Those that hang on a row and go with it are not counted.
        return rows.delete()[1].get(self.model, 0)

    def _without_held(self, old: Sequence[int]) -> list[int]:
        held = held_records() if self.client else []
        if not held:
            return list(old)
        theirs = self._rows().filter(pk__in=old, **{f"{self.client}__in": held})
        kept = set(theirs.values_list("pk", flat=True))
        return [pk for pk in old if pk not in kept]

    def _ahead(self, cutoff: datetime) -> int:
        """Up to COUNTED_AHEAD of the oldest rows."""
        oldest = self._rows().filter(self.where).order_by("pk").values_list(self.moment, flat=True)[:COUNTED_AHEAD]
        return sum(1 for moment in oldest if moment is not None and moment < cutoff)

    def _rows(self) -> QuerySet[Model]:
        return apps.get_model(self.model)._default_manager.all()


def _is_old(row: tuple[int, datetime | None], cutoff: datetime) -> bool:
    return row[1] is not None and row[1] < cutoff


def open_ledgers() -> None:
    """Until the end of this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('consent.retention', 'on', true)")


def executors_of(aged: Iterable[Aged]) -> list[Executor]:
    return [each.executor() for each in aged]
