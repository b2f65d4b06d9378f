"""Purchases move clients on and off the second-purchase journey, a whole batch in two statements.

An import hands over thousands of purchases at a time; nothing here is done client by client.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from journeys.actions.library import SECOND_PURCHASE

# An older purchase, come in by an import, is history and no reason to write.
YOUNGEST_HISTORY = timedelta(days=60)

# One sale so far, and never on this journey before. The last clause makes a repeated signal harmless.
_ENROL = """
INSERT INTO journeys_enrolment
    (journey_id, version_id, client_id, entry_key, status, node, visit, context, due_at, waiting_for,
     ended_reason, created_at)
SELECT journey.id, version.id, purchase.client_id, '', 'live', version.graph ->> 'entry', 1,
       jsonb_build_object('purchase', purchase.id), purchase.occurred_at, '', '', %(now)s
FROM crm_purchase AS purchase
JOIN journeys_journey AS journey ON journey.brand_id = purchase.brand_id AND journey.code = %(code)s
JOIN LATERAL (
    SELECT id, graph FROM journeys_journeyversion WHERE journey_id = journey.id ORDER BY number DESC LIMIT 1
) AS version ON true
WHERE purchase.id = ANY(%(purchases)s) AND purchase.kind = 'sale' AND purchase.client_id IS NOT NULL
  AND purchase.occurred_at > %(oldest)s
  AND NOT EXISTS (
    SELECT FROM crm_purchase AS other
    WHERE other.client_id = purchase.client_id AND other.brand_id = purchase.brand_id
      AND other.kind = 'sale' AND other.id <> purchase.id)
  AND NOT EXISTS (
    SELECT FROM journeys_enrolment AS earlier
    WHERE earlier.journey_id = journey.id AND earlier.client_id = purchase.client_id)
ORDER BY purchase.client_id
ON CONFLICT DO NOTHING
"""

# The rows are locked in the order of their ids, so that two batches at once wait for each other and never deadlock.
_STOP = """
UPDATE journeys_enrolment
SET status = 'ended', ended_reason = 'bought_again', ended_at = %(now)s, due_at = NULL,
    lease_until = NULL, lease_token = NULL
WHERE id IN (
    SELECT enrolment.id
    FROM journeys_enrolment AS enrolment
    JOIN journeys_journey AS journey ON journey.id = enrolment.journey_id
    JOIN journeys_journeyversion AS version ON version.id = enrolment.version_id
    WHERE enrolment.status = 'live' AND version.graph -> 'exit_when' ? 'bought_again'
      AND EXISTS (
        SELECT FROM crm_purchase AS purchase
        WHERE purchase.id = ANY(%(purchases)s) AND purchase.kind = 'sale'
          AND purchase.client_id = enrolment.client_id AND purchase.brand_id = journey.brand_id
          AND purchase.id <> COALESCE((enrolment.context ->> 'purchase')::bigint, 0))
    ORDER BY enrolment.id FOR UPDATE OF enrolment)
"""


def enrol_first_purchases(purchase_ids: Sequence[int], *, now: datetime) -> int:
    """Enrols whoever bought for the first time among these purchases; the number of them."""
    oldest = now - YOUNGEST_HISTORY
    return _execute(_ENROL, {"purchases": list(purchase_ids), "now": now, "oldest": oldest, "code": SECOND_PURCHASE})


def stop_who_bought_again(purchase_ids: Sequence[int], *, now: datetime) -> int:
    """Ends the live runs that a further purchase ends; the number of them.

    Where this statement cannot see a run yet, because both happen at once, the same criterion is asked at the
    run's next step and before its message goes.
    """
    return _execute(_STOP, {"purchases": list(purchase_ids), "now": now})


def _execute(statement: str, values: dict[str, Any]) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount
