"""Make the months of the interactions before they come, and take old ones out.

A month is made as a table of its own and then attached, which stops neither ingest nor readers; creating it as a
partition would lock out both. Nobody waits long for a lock here, since whoever comes after waits behind: it is tried
again an hour later, and months are made far ahead.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.db import OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg.errors import LockNotAvailable

from crm.queries.partitions import STRAY, TABLE, Partition, partitions, stray_months

MONTHS_AHEAD = 3
_LOCK_TIMEOUT = "3s"


class PartitionError(ValueError):
    """Nothing was changed. Codes: ``month_unknown``, ``month_in_use``, ``table_busy``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def make_partitions_ahead(now: datetime, *, months: int = MONTHS_AHEAD) -> list[str]:
    """Make this month and the next three, and the months of strays; returns the tables that were made.

    Raises PartitionError table_busy.
    """
    this = now.date().replace(day=1)
    return make_partitions(this, _later(this, months)) + [
        table for month in stray_months() for table in make_partitions(month, month)
    ]


def make_partitions(first: date, last: date) -> list[str]:
    """Make the months from that of ``first`` to that of ``last`` which are not there; returns the tables made.

    For whoever writes history: call it before, and no row is a stray. Rows that are strays move in.
    """
    made, month = [], first.replace(day=1)
    there = {partition.month for partition in partitions()}
    while month <= last:
        if month not in there and _make(month):
            made.append(_table(month))
        month = _later(month, 1)
    return made


def detach_partition(month: date, *, now: datetime) -> str:
    """Take a past month out of the interactions and keep it as a table of its own, whose name is returned.

    Its message ids stay taken. A row that comes for it later makes it part of the whole again. Raises PartitionError.
    """
    # Nor the month that has just ended: what came in its last second may not be stored yet.
    if _later(month, 1) > (now - timedelta(days=1)).date():
        raise PartitionError("month_in_use")
    table = _table(month)
    if table not in {partition.table for partition in partitions()}:
        raise PartitionError("month_unknown")
    with _short_waits() as cursor:
        cursor.execute(f'ALTER TABLE {TABLE} DETACH PARTITION "{table}"')
    return table


def detach_partitions(before: date, *, now: datetime) -> list[str]:
    """Take out every month before that of ``before``, the oldest first, each for itself; returns their tables.

    Raises PartitionError: month_in_use before anything is taken out, table_busy with the months before it out.
    """
    if before.replace(day=1) > now.date().replace(day=1):
        raise PartitionError("month_in_use")
    months = [partition.month for partition in partitions() if partition.month < before.replace(day=1)]
    return [detach_partition(month, now=now) for month in months]


def attach_partition(month: date) -> Partition:
    """Bring a month back that was taken out. Raises PartitionError month_unknown when no such table stands apart."""
    with _short_waits() as cursor:
        _lock(cursor)
        if not _stands_apart(cursor, month):
            raise PartitionError("month_unknown")
        _attach(cursor, month)
    return next(partition for partition in partitions() if partition.month == month)


def _make(month: date) -> bool:
    with _short_waits() as cursor:
        _lock(cursor)
        if any(partition.month == month for partition in partitions()):
            return False
        if not _stands_apart(cursor, month):
            cursor.execute(f'CREATE TABLE "{_table(month)}" (LIKE {TABLE} INCLUDING ALL)')
        _attach(cursor, month)
        return True


@contextmanager
def _short_waits() -> Iterator[CursorWrapper]:
    """A transaction that waits for no lock longer than a moment; one around it waits as long as before.

    Raises PartitionError table_busy.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{_LOCK_TIMEOUT}'")
            yield cursor
            cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise PartitionError("table_busy") from error
        raise


def _lock(cursor: CursorWrapper) -> None:
    # Two makers at once: the second finds the month made. No stray may come between its move and the attachment.
    cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [STRAY])
    cursor.execute(f"LOCK TABLE {STRAY} IN ACCESS EXCLUSIVE MODE")


def _attach(cursor: CursorWrapper, month: date) -> None:
    bounds = [f"{month:%Y-%m-%d} 00:00+00", f"{_later(month, 1):%Y-%m-%d} 00:00+00"]
    cursor.execute(
        f"WITH moved AS (DELETE FROM {STRAY} WHERE received_at >= %s AND received_at < %s RETURNING *)"  # noqa: S608
        f'INSERT INTO "{_table(month)}" SELECT * FROM moved',
        bounds,
    )
    cursor.execute(f'ALTER TABLE {TABLE} ATTACH PARTITION "{_table(month)}" FOR VALUES FROM (%s) TO (%s)', bounds)


def _stands_apart(cursor: CursorWrapper, month: date) -> bool:
    cursor.execute("SELECT to_regclass(%s)", [_table(month)])
    return cursor.fetchone()[0] is not None


def _table(month: date) -> str:
    return f"{TABLE}_{month:%Y_%m}"


def _later(month: date, months: int) -> date:
    years, index = divmod(month.month - 1 + months, 12)
    return date(month.year + years, index + 1, 1)
