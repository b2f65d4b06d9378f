"""Each night, table by table: what is older than its category allows goes, chunk after chunk."""

import time
from datetime import datetime, timedelta

from django.db.models import F, Q

from consent.models import RetentionRun
from consent.retention.executors import Executor, executors
from consent.retention.lengths import cutoff

# A worker that died is followed by another after this.
LEASE = timedelta(minutes=5)


def expire_tables(*, at: datetime, seconds: float) -> int:
    """Work on tonight's tables for about so long; how many rows went. Safe twice at once, and after a crash.

    A table that another worker has a lease on is passed over; one that is finished for today is not begun again.
    """
    until, rows = time.monotonic() + seconds, 0
    for each in executors():
        rows += _expire(each, at, until)
        if time.monotonic() >= until:
            break
    return rows


def _expire(executor: Executor, at: datetime, until: float) -> int:
    run = _claim(executor, at)
    if run is None:
        return 0
    rows = 0
    while time.monotonic() < until:
        chunk = executor.expire(run.cutoff, run.position)
        run.position, rows = chunk.position, rows + chunk.rows
        if _keep(run, chunk.rows, at if chunk.is_done else None, at) == 0 or chunk.is_done:
            return rows
    RetentionRun.objects.filter(pk=run.pk).update(lease_until=None)
    return rows


def _claim(executor: Executor, at: datetime) -> RetentionRun | None:
    """Tonight's run of this table, if nobody has it and it is not done."""
    run, _ = RetentionRun.objects.get_or_create(
        table=executor.table,
        day=at.date(),
        defaults={
            "category": executor.category.code, "cutoff": cutoff(executor.category, at), "started_at": at,
            "position": _where_it_ended(executor),
        },
    )  # fmt: skip
    free = Q(lease_until=None) | Q(lease_until__lt=at)
    claimed = RetentionRun.objects.filter(free, pk=run.pk, finished_at=None).update(lease_until=at + LEASE)
    if not claimed:
        return None
    run.refresh_from_db()
    return run


def _where_it_ended(executor: Executor) -> int:
    """Rows that stay emptied are not asked again; the others are gone."""
    if not executor.resumes:
        return 0
    last = RetentionRun.objects.filter(table=executor.table, finished_at__isnull=False).order_by("-day").first()
    return last.position if last else 0


def _keep(run: RetentionRun, rows: int, finished_at: datetime | None, at: datetime) -> int:
    """0 when the lease was lost to another worker: what was taken is taken, and that one goes on."""
    mine = RetentionRun.objects.filter(pk=run.pk, finished_at=None, lease_until=run.lease_until)
    lease = None if finished_at else run.lease_until
    return mine.update(rows=F("rows") + rows, position=run.position, finished_at=finished_at, lease_until=lease)
