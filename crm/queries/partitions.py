"""The months that the interactions are kept in."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

TABLE = "crm_interaction"
# Where a row goes whose month has no partition. Empty, as long as beat runs.
STRAY = f"{TABLE}_stray"

_ATTACHED = """
    SELECT c.relname, greatest(c.reltuples, 0)::bigint, pg_total_relation_size(c.oid)
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = to_regclass(%s)
    ORDER BY c.relname
"""


@dataclass(frozen=True)
class Partition:
    """One month (its first day), about how many rows by the last statistics, and bytes with indexes."""

    table: str
    month: date
    rows: int
    bytes: int


def partitions() -> list[Partition]:
    """Those that are attached, the oldest first, without the one for strays."""
    with connection.cursor() as cursor:
        cursor.execute(_ATTACHED, [TABLE])
        found = [row for row in cursor.fetchall() if row[0] != STRAY]
    return [Partition(name, month_of(name), rows, size) for name, rows, size in found]


def month_of(table: str) -> date:
    """The first day of the month that a partition's name says."""
    year, month = table.removeprefix(f"{TABLE}_").split("_")
    return date(int(year), int(month), 1)


def stray_months() -> list[date]:
    """The months of rows that came when their month had no partition yet; empty when all is well."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT date_trunc('month', received_at AT TIME ZONE 'UTC')::date FROM {STRAY} ORDER BY 1"  # noqa: S608
        )
        return [row[0] for row in cursor.fetchall()]


def is_partitioned() -> bool:
    """Whether the table is there in months: not so while an early state of the schema is migrated."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT true FROM pg_partitioned_table WHERE partrelid = to_regclass(%s)", [TABLE])
        return cursor.fetchone() is not None
