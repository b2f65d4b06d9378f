"""Taking due messages to send."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F

from journeys.actions.claim import Claim, claim_rows
from journeys.models import Journey, Send

_CLAIM = """
UPDATE journeys_send SET status = 'sending', lease_until = %(until)s, lease_token = %(token)s,
    attempts = attempts + 1, handed_over_at = NULL
WHERE id IN (
    SELECT send.id FROM journeys_send AS send
    LEFT JOIN journeys_enrolment AS enrolment ON enrolment.id = send.enrolment_id
    LEFT JOIN journeys_journey AS journey ON journey.id = enrolment.journey_id
    WHERE send.status = 'queued' AND send.due_at <= %(now)s
      AND (send.enrolment_id IS NULL OR journey.status = %(live)s)
      AND NOT EXISTS (
        SELECT FROM journeys_killswitch AS switch
        WHERE switch.is_on AND (switch.brand_id IS NULL OR switch.brand_id = send.brand_id))
    ORDER BY send.due_at LIMIT %(limit)s
    FOR UPDATE OF send SKIP LOCKED)
RETURNING id
"""


def claim_due_sends(*, now: datetime, limit: int = 25) -> Claim:
    """Leases up to ``limit`` due messages, oldest first; none of a paused journey or a brand that was stopped."""
    return claim_rows(_CLAIM, {"until": lease_end(now), "now": now, "limit": limit, "live": Journey.Status.LIVE})


def release_claim(claim: Claim) -> int:
    """Puts back what this worker has not begun: nobody waits for the lease to end. The number of them."""
    untouched = Send.objects.filter(
        pk__in=claim.ids, status=Send.Status.SENDING, lease_token=claim.token, handed_over_at=None
    )
    return untouched.update(status=Send.Status.QUEUED, attempts=F("attempts") - 1, lease_until=None, lease_token=None)


def lease_end(now: datetime) -> datetime:
    """Longer than a provider may take to answer one message, every timeout included."""
    return now + timedelta(seconds=settings.SEND_LEASE_SECONDS)
