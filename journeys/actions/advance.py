"""Moving due enrolments on, one step each."""

import logging
import uuid
from datetime import datetime, timedelta

from django.db import transaction

from journeys.actions.claim import Claim, claim_rows
from journeys.graph import Due, Graph, Stopped, Transition, TriggerNode, next_step
from journeys.models import Enrolment, Journey, Send
from journeys.queries.exit_criteria import exit_reason
from journeys.queries.graphs import graph_of
from journeys.queries.languages import language_of

logger = logging.getLogger(__name__)
# A step takes milliseconds. One that failed is tried again after its lease, so that it neither blocks nor spins.
STEP_LEASE = timedelta(minutes=2)

_CLAIM = """
UPDATE journeys_enrolment SET lease_until = %(until)s, lease_token = %(token)s
WHERE id IN (
    SELECT enrolment.id FROM journeys_enrolment AS enrolment
    JOIN journeys_journey AS journey ON journey.id = enrolment.journey_id
    WHERE enrolment.status = 'live' AND enrolment.due_at <= %(now)s AND journey.status = %(live)s
      AND (enrolment.lease_until IS NULL OR enrolment.lease_until < %(now)s)
    ORDER BY enrolment.due_at LIMIT %(limit)s
    FOR UPDATE OF enrolment SKIP LOCKED)
RETURNING id
"""


def claim_due_enrolments(*, now: datetime, limit: int = 50) -> Claim:
    """Leases up to ``limit`` due enrolments of journeys that are not paused, oldest first."""
    return claim_rows(_CLAIM, {"until": now + STEP_LEASE, "now": now, "limit": limit, "live": Journey.Status.LIVE})


def advance_claimed(claim: Claim, *, now: datetime) -> int:
    """Steps every claimed enrolment, each in its own transaction; the number that moved."""
    moved = 0
    for enrolment_id in claim.ids:
        try:
            moved += advance_enrolment(enrolment_id, claim.token, now=now)
        except Exception:
            # One broken run must not stop the others. It keeps its lease, so it is tried again, and this line shows it.
            logger.exception("Enrolment %s could not take its step", enrolment_id)
    return moved


@transaction.atomic
def advance_enrolment(enrolment_id: int, token: uuid.UUID, *, now: datetime) -> bool:
    """One step: transition, message and enrolment are committed together. False when the lease was lost."""
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("journey__brand", "client", "version")
        .defer("version__graph")
        .filter(pk=enrolment_id, lease_token=token, status=Enrolment.Status.LIVE)
        .first()
    )
    if enrolment is None:
        return False
    graph = graph_of(enrolment.version)
    reason = exit_reason(enrolment, graph.exit_when)
    transition = next_step(graph, enrolment.node, Stopped(reason) if reason else Due())
    if transition.message:
        _queue_message(enrolment, transition, now)
    _apply(enrolment, transition, _base_of(enrolment, graph, now), now)
    return True


def _base_of(enrolment: Enrolment, graph: Graph, now: datetime) -> datetime:
    """What a wait counts from: the first one from what happened, a later one from now."""
    if isinstance(graph.nodes[enrolment.node], TriggerNode) and enrolment.due_at:
        return enrolment.due_at
    return now


def _queue_message(enrolment: Enrolment, transition: Transition, now: datetime) -> None:
    message = transition.message
    assert message is not None and enrolment.due_at is not None
    send = Send(
        enrolment=enrolment,
        node=transition.node,
        visit=enrolment.visit,
        channel=message.channel,
        client=enrolment.client,
        brand=enrolment.journey.brand,
        purpose=enrolment.journey.purpose,
        template=message.template,
        language=language_of(enrolment.client, enrolment.journey.brand),
        due_at=now,
        # Late is counted from when it was due, not from when a worker or a pause let it through.
        expires_at=enrolment.due_at + message.keep,
    )
    # The unique key (enrolment, node, visit, channel) lets this be decided once only.
    Send.objects.bulk_create([send], ignore_conflicts=True)


def _apply(enrolment: Enrolment, transition: Transition, base: datetime, now: datetime) -> None:
    enrolment.node = transition.node
    enrolment.lease_until = enrolment.lease_token = None
    if transition.ended_reason:
        enrolment.status = Enrolment.Status.ENDED
        enrolment.ended_reason = transition.ended_reason
        enrolment.ended_at, enrolment.due_at = now, None
    else:
        # A wait that was over before it began (an imported purchase) is due now.
        enrolment.due_at = max(base + transition.wait, now)
    enrolment.save(update_fields=["node", "status", "ended_reason", "ended_at", "due_at", "lease_until", "lease_token"])
