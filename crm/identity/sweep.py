"""Events that came in during the instant in which their visitor became known.

The statement that stores an event looks its visitor up; the transaction that makes the visitor known hands the
stored events over. Where the two run at once neither sees the other, and the event would belong to nobody for ever.
So the latest events are looked through again: only those that belong to nobody are touched.
"""

from datetime import datetime, timedelta

from django.db import connection

BATCH = 5_000

# Found by time of arrival (interaction_by_arrival), then one look at the identifier each. Two sweeps at once take
# different rows. What a device that many people use has sent stays nobody's.
_SWEEP = """
    WITH forgotten AS (
        SELECT e.id, coalesce(c.canonical_id, c.id) AS client_id
        FROM crm_interaction e
        JOIN crm_identifier i ON i.namespace = 'anonymous' AND i.value = e.anonymous_id AND i.retracted_at IS NULL
        JOIN crm_client c ON c.id = i.client_id
        JOIN crm_source s ON s.id = e.source_id AND NOT s.is_shared_device
        WHERE e.received_at > %(since)s AND e.client_id IS NULL AND e.anonymous_id <> ''
        LIMIT %(batch)s
        FOR UPDATE OF e SKIP LOCKED
    )
    UPDATE crm_interaction e SET client_id = forgotten.client_id
    FROM forgotten WHERE e.id = forgotten.id AND e.received_at > %(since)s
"""


def hand_over_forgotten_history(*, now: datetime, window: timedelta) -> int:
    """Give events received within ``window`` to the client of their visitor; how many there were.

    Runs again without changing anything. Each batch is a transaction of its own.
    """
    handed_over = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(_SWEEP, {"since": now - window, "batch": BATCH})
            handed_over += cursor.rowcount
            if cursor.rowcount < BATCH:
                return handed_over
