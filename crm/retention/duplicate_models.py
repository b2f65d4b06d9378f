"""What was learnt of names in this house ends when it is old and something newer was learnt; the newest stays."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from consent.registry.retention import Retention
from consent.retention.aged import COUNTED_AHEAD
from consent.retention.executors import CHUNK, Chunk, Executor
from crm.models import DuplicateModel, DuplicatePass


def _old(cutoff: datetime) -> QuerySet[DuplicateModel]:
    """Neither the newest nor the one that a comparison of everybody is working by."""
    newest = DuplicateModel.objects.order_by("-pk").values_list("pk", flat=True)[:1]
    working = DuplicatePass.objects.filter(finished_at=None, model__isnull=False).values_list("model", flat=True)
    return DuplicateModel.objects.filter(learnt_at__lt=cutoff).exclude(pk__in=[*newest, *working])


@transaction.atomic
def _expire(cutoff: datetime, position: int) -> Chunk:
    """That everybody was compared stays known; by what, no more."""
    ids = list(_old(cutoff).order_by("pk").values_list("pk", flat=True)[:CHUNK])
    DuplicatePass.objects.filter(model__in=ids).update(model=None)
    DuplicateModel.objects.filter(pk__in=ids).delete()
    return Chunk(len(ids), position, is_done=len(ids) < CHUNK)


def _ahead(cutoff: datetime) -> int:
    return _old(cutoff)[:COUNTED_AHEAD].count()


DUPLICATE_MODELS = Executor("crm.DuplicateModel", Retention.SHORT, _expire, _ahead)
