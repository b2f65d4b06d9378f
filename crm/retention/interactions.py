"""Interactions end by the month: a partition whose last day is old enough is dropped, which costs nothing by row.

Where somebody is under a hold, everything of the month but theirs is deleted instead, chunk after chunk.
"""

from datetime import UTC, date, datetime, time

from django.db import connection, transaction

from consent.queries.holds import held_records
from consent.registry.retention import Retention
from consent.retention.executors import CHUNK, Chunk, Executor
from consent.retention.touches import KEEP_LATER
from crm.actions.partitions import detach_partition
from crm.queries.partitions import Partition, partitions, partitions_apart
from crm.retention.contacts import TRACES

# Who looked at something stays known as somebody who was in touch then (consent.retention.touches).
_TOUCHES = """
INSERT INTO consent_lasttouch (client_id, at)
SELECT client_id, max(timestamp) FROM {rows} WHERE client_id IS NOT NULL AND name <> ALL(%s)
GROUP BY client_id ORDER BY client_id {later}
"""
_OTHERS = """
WITH gone AS (
    DELETE FROM "{table}" WHERE ctid IN (
        SELECT ctid FROM "{table}" WHERE client_id IS NULL OR client_id <> ALL(%s) LIMIT %s)
    RETURNING client_id, name, timestamp
), touches AS ({touches})
SELECT count(*) FROM gone
"""
_HAS_HELD = 'SELECT EXISTS (SELECT FROM "{table}" WHERE client_id = ANY(%s))'


def old_months(cutoff: datetime) -> list[Partition]:
    """Months that ended before the cutoff, also those that stand apart; the oldest first."""
    found = [*partitions(), *partitions_apart()]
    return sorted((each for each in found if _end(each.month) <= cutoff), key=lambda each: each.month)


def expire_interactions(cutoff: datetime, position: int) -> Chunk:
    """One old month, or one chunk of a month in which somebody is held. ``position`` counts months that stay.

    Raises PartitionError table_busy: readers held the table; the next night tries again.
    """
    old = old_months(cutoff)[position:]
    if not old:
        return Chunk(0, position, is_done=True)
    month, held = old[0], held_records()
    if held and _has_held(month, held):
        rows = _delete_others(month, held)
        return Chunk(rows, position if rows else position + 1, is_done=not rows and len(old) == 1)
    _drop(month, cutoff)
    return Chunk(month.rows, position, is_done=len(old) == 1)


@transaction.atomic
def _drop(month: Partition, cutoff: datetime) -> None:
    if month.table in {each.table for each in partitions()}:
        detach_partition(month.month, now=cutoff)
    with connection.cursor() as cursor:
        cursor.execute(_touches_of(f'"{month.table}"'), [list(TRACES)])
        cursor.execute(f'DROP TABLE "{month.table}"')


def _has_held(month: Partition, held: list[int]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_HAS_HELD.format(table=month.table), [held])
        return bool(cursor.fetchone()[0])


def _delete_others(month: Partition, held: list[int]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_OTHERS.format(table=month.table, touches=_touches_of("gone")), [held, CHUNK, list(TRACES)])
        return int(cursor.fetchone()[0])


def _touches_of(rows: str) -> str:
    return _TOUCHES.format(rows=rows, later=KEEP_LATER)


def _end(month: date) -> datetime:
    years, index = divmod(month.month, 12)
    return datetime.combine(date(month.year + years, index + 1, 1), time.min, UTC)


def _ahead(cutoff: datetime) -> int:
    return sum(each.rows for each in old_months(cutoff))


INTERACTIONS = Executor("crm.Interaction", Retention.BEHAVIOUR, expire_interactions, _ahead)
