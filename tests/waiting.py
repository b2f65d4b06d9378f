"""To act in the moment in which another connection waits for a lock."""

import time
from collections.abc import Callable

from django.db import connection

# By the clock of the machine, which no test holds still: a busy one takes long to begin a thread.
_PATIENCE_SECONDS = 60

_WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"


def somebody_waits() -> bool:
    """For any lock in this database."""
    with connection.cursor() as cursor:
        # Within a transaction the figures stand still otherwise.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(_WAITING)
        return bool(cursor.fetchone()[0])


def wait_until(happens: Callable[[], bool]) -> None:
    begun = time.perf_counter()
    while time.perf_counter() - begun < _PATIENCE_SECONDS:
        if happens():
            return
    raise AssertionError("it never happened")
