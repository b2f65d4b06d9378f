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

# Taken out and kept: a table by the name of a month that is no part of the whole.
_APART = """
    SELECT c.relname, greatest(c.reltuples, 0)::bigint, pg_total_relation_size(c.oid)
    FROM pg_class c
    WHERE c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = to_regclass(%s))
      AND c.relkind = 'r' AND c.relname ~ %s AND NOT c.relispartition
    ORDER BY c.relname
"""
_STRAYS = f"""
    SELECT date_trunc('month', received_at AT TIME ZONE 'UTC')::date, count(*)
    FROM (SELECT received_at FROM {STRAY} LIMIT %s) waiting GROUP BY 1 ORDER BY 1
"""  # noqa: S608
# So many are counted and no more: a page asks for it, and the answer is the same, that beat has to be started.
STRAYS_COUNTED = 100_000


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


def partitions_apart() -> list[Partition]:
    """Months that were taken out and are kept as tables of their own, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(_APART, [TABLE, rf"^{TABLE}_\d{{4}}_\d{{2}}$"])
        return [Partition(name, month_of(name), rows, size) for name, rows, size in cursor.fetchall()]


def strays_by_month() -> list[tuple[date, int]]:
    """How many rows wait for the table of which month, of the first hundred thousand; empty when all is well."""
    with connection.cursor() as cursor:
        cursor.execute(_STRAYS, [STRAYS_COUNTED])
        return [(month, count) for month, count in cursor.fetchall()]


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
