"""What a dead worker leaves behind."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

# Rows whose lease is being renewed at this moment are skipped: their worker lives.
_ABANDONED = """
    SELECT id FROM journeys_send
    WHERE status = 'sending' AND lease_until < %(now)s AND (handed_over_at IS NULL) = %(is_safe)s
    ORDER BY id FOR UPDATE SKIP LOCKED
"""
_REQUEUE = f"""
UPDATE journeys_send SET status = 'queued', lease_until = NULL, lease_token = NULL WHERE id IN ({_ABANDONED})
"""  # noqa: S608
# The token stays: should the worker live after all, its answer still finds the row.
_PARK = f"""
UPDATE journeys_send SET status = 'unknown', reason = 'worker_died', lease_until = NULL WHERE id IN ({_ABANDONED})
"""  # noqa: S608


@dataclass(frozen=True)
class Parked:
    requeued: int
    unknown: int


@transaction.atomic
def park_abandoned(*, now: datetime) -> Parked:
    """Settles messages whose worker's lease ended without an outcome.

    Those whose content had not begun to leave are queued again: nobody can have them. The others may have arrived,
    so they are parked as unknown and never sent again blindly.
    """
    with connection.cursor() as cursor:
        cursor.execute(_REQUEUE, {"now": now, "is_safe": True})
        requeued = cursor.rowcount
        cursor.execute(_PARK, {"now": now, "is_safe": False})
        return Parked(requeued, cursor.rowcount)
