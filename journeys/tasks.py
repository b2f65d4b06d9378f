"""What beat asks for every few seconds. Each looks for due rows; losing one delays work and loses none."""

import logging
import time
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from journeys.actions.advance import advance_claimed, claim_due_enrolments
from journeys.actions.dispatch import send_due
from journeys.actions.park import park_abandoned
from journeys.actions.sweep import sweep_recent

logger = logging.getLogger(__name__)
# A task gives its worker back before the broker could think that it was lost.
WORKING_SECONDS = 20.0


@shared_task(name="journeys.advance_due")
def advance_due_enrolments() -> None:
    deadline = time.monotonic() + WORKING_SECONDS
    while time.monotonic() < deadline:
        claim = claim_due_enrolments(now=timezone.now())
        if not claim.ids:
            break
        advance_claimed(claim, now=timezone.now())


@shared_task(name="journeys.send_due")
def send_due_messages() -> None:
    send_due(seconds=WORKING_SECONDS)


@shared_task(name="journeys.park_unknown")
def park_abandoned_messages() -> None:
    parked = park_abandoned(now=timezone.now())
    if parked.requeued or parked.unknown:
        logger.warning("Workers died: %d messages queued again, %d unknown", parked.requeued, parked.unknown)


@shared_task(name="journeys.sweep")
def sweep_forgotten_enrolments(hours: int = 2) -> None:
    swept = sweep_recent(now=timezone.now(), window=timedelta(hours=hours))
    if swept.enrolled or swept.stopped:
        logger.warning("Signals were lost: %d enrolments made, %d ended", swept.enrolled, swept.stopped)
