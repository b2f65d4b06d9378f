"""On the day that was announced: those who are still silent are anonymised, one by one.

Of a buyer the facts of their sales stay, under a number that leads to nobody, as after every erasure.
"""

import time
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from consent.models import RetentionBatch, RetentionCandidate
from consent.models.retention import LEAST_NOTICE
from consent.queries.holds import is_held
from consent.queries.restriction import is_restricted
from consent.retention.announce import silent_of
from consent.rights.erase import erase_client

REASONS = {
    RetentionBatch.Kind.PROSPECTS: "silent for longer than the house keeps prospects",
    RetentionBatch.Kind.BUYERS: "silent for longer than the house keeps clients who bought",
}
Outcome = RetentionCandidate.Outcome


def carry_out_due(*, at: datetime, seconds: float) -> int:
    """Settle candidates of the batches whose day has come, for about so long; how many were anonymised.

    Each candidate is one transaction and taken by one worker: whoever dies leaves the rest waiting.
    """
    until, forgotten = time.monotonic() + seconds, 0
    for batch in _due(at):
        _begin(batch, at)
        while time.monotonic() < until:
            outcome = _settle_next(batch, at)
            if outcome is None:
                break
            forgotten += outcome == Outcome.ANONYMISED
        _finish(batch, at)
    return forgotten


def _due(at: datetime) -> list[RetentionBatch]:
    waiting = RetentionBatch.objects.filter(happens_on__lte=at.date(), done_at=None)
    return list(waiting.filter(announced_at__lte=at - LEAST_NOTICE).order_by("happens_on"))


def _begin(batch: RetentionBatch, at: datetime) -> None:
    RetentionBatch.objects.filter(pk=batch.pk, started_at=None).update(started_at=at)


def _finish(batch: RetentionBatch, at: datetime) -> None:
    """Done when nobody waits; a worker that holds the last one says so itself."""
    if not batch.candidates.filter(outcome=Outcome.WAITING).exists():
        RetentionBatch.objects.filter(pk=batch.pk, done_at=None).update(done_at=at)


class _InTouch(Exception):
    """Somebody heard of the client while they were being anonymised: nothing of it was done."""


@transaction.atomic
def _settle_next(batch: RetentionBatch, at: datetime) -> Outcome | None:
    waiting = batch.candidates.filter(outcome=Outcome.WAITING).select_for_update(skip_locked=True, of=("self",))
    candidate = waiting.order_by("pk").first()
    if candidate is None:
        return None
    candidate.outcome = outcome = _settle(candidate, batch, at)
    candidate.save(update_fields=["outcome"])
    return outcome


def _settle(candidate: RetentionCandidate, batch: RetentionBatch, at: datetime) -> Outcome:
    """Asked again now: whoever was in touch since the announcement stays."""
    client = candidate.client
    if client.canonical_id is not None or client.erased_at is not None:
        return Outcome.GONE
    if is_held(client) or is_restricted(client):
        return Outcome.HELD
    try:
        with transaction.atomic():
            erase_client(client, reason=REASONS[RetentionBatch.Kind(batch.kind)], actor=None, at=at)
            # The person is locked from here on: a visit that was being written down a moment ago is seen now.
            if not silent_of(batch, Q(pk=client.pk)):
                raise _InTouch
    except _InTouch:
        return Outcome.IN_TOUCH
    return Outcome.ANONYMISED
