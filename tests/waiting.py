"""To act in the moment in which another connection waits for a lock."""

from collections.abc import Callable

from django.db import connection

_WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"


def somebody_waits() -> bool:
    """For any lock in this database."""
    with connection.cursor() as cursor:
        # Within a transaction the figures stand still otherwise.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(_WAITING)
        return bool(cursor.fetchone()[0])


def wait_until(happens: Callable[[], bool]) -> None:
    for _ in range(10_000):
        if happens():
            return
    raise AssertionError("it never happened")
