"""Executors for what stays of people who were erased: proof and invoices, until the law wants them no longer.

Of a client who is known it stays as long as the client does; what keeps it there is not this rule.
"""

from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db import transaction
from django.db.models import Model, QuerySet

from consent.registry.retention import Retention
from consent.retention.aged import COUNTED_AHEAD, open_ledgers
from consent.retention.executors import CHUNK, Chunk, Executor


@dataclass(frozen=True)
class OfTheErased:
    """Rows older than the cutoff of persons erased before it, for proof; erased at any time, for invoices.

    ``is_ledger`` as for ``Aged``; such rows hang on nothing that would have to go with them.
    """

    model: str
    moment: str
    category: Retention
    client: str = "client"
    is_ledger: bool = False

    def executor(self) -> Executor:
        return Executor(self.model, self.category, self._expire, self._ahead)

    @transaction.atomic
    def _expire(self, cutoff: datetime, position: int) -> Chunk:
        # The newest first: a decision that confirms another goes before it.
        ids = list(self._rows(cutoff).order_by("-pk").values_list("pk", flat=True)[:CHUNK])
        rows = apps.get_model(self.model)._default_manager.filter(pk__in=ids)
        if self.is_ledger:
            open_ledgers()
            rows._raw_delete(rows.db)
        else:
            rows.delete()
        return Chunk(len(ids), position, is_done=len(ids) < CHUNK)

    def _ahead(self, cutoff: datetime) -> int:
        return self._rows(cutoff)[:COUNTED_AHEAD].count()

    def _rows(self, cutoff: datetime) -> QuerySet[Model]:
        since = {"lt": cutoff} if self.category is Retention.EVIDENCE else {"isnull": False}
        erased = {f"{self.client}__erased_at__{how}": value for how, value in since.items()}
        return apps.get_model(self.model)._default_manager.filter(**erased, **{f"{self.moment}__lt": cutoff})
