"""Holding a journey, and letting it go on. Its timers stay where they are."""

import logging

from journeys.models import Journey

logger = logging.getLogger(__name__)


def pause_journey(journey: Journey, *, actor_id: int) -> bool:
    """From now on no step is taken and no message goes. False when it was paused already."""
    return _set_status(journey, Journey.Status.LIVE, Journey.Status.PAUSED, actor_id)


def resume_journey(journey: Journey, *, actor_id: int) -> bool:
    """What is due is worked off; messages that became late meanwhile are dropped. False when it was live."""
    return _set_status(journey, Journey.Status.PAUSED, Journey.Status.LIVE, actor_id)


def _set_status(journey: Journey, before: Journey.Status, after: Journey.Status, actor_id: int) -> bool:
    """A conditional UPDATE: of two people at once one changes it, and is told so."""
    changed = Journey.objects.filter(pk=journey.pk, status=before).update(status=after) == 1
    if changed:
        journey.status = after
        logger.info("Journey %s is %s, by user %s", journey.pk, after, actor_id)
    return changed
