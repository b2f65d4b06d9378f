"""Warnings before a month is over: ten days, three days, and when it is.

Of a client's request, and of what was handed in for somebody whom nobody knows: the same month runs.
"""

from datetime import datetime
from functools import partial

from django.db import transaction

from consent.models import HandedIn, RequestStep, SubjectRequest
from consent.queries.requests import WARNED_AT
from consent.rights.steps import log_step
from consent.signals import handed_in_running_out, request_running_out

BATCH = 200


def warn_of_the_end(now: datetime) -> int:
    """Warns the officers of what is running out, each warning once, whoever looks how often; how many there were."""
    soon = {"due_at__lte": now + WARNED_AT[0], "alerts__lt": len(WARNED_AT)}
    live = SubjectRequest.objects.filter(closed_at=None, **soon).order_by("due_at", "pk")
    # What is still to be looked up is the worker's, which leaves it to the desk within the hour.
    unknown = HandedIn.objects.filter(state=HandedIn.State.UNKNOWN, **soon).order_by("due_at", "pk")
    return sum(_warn(each, now) for each in live[:BATCH]) + sum(
        _warn_of_handed_in(each, now) for each in unknown[:BATCH]
    )


@transaction.atomic
def _warn(request: SubjectRequest, now: datetime) -> bool:
    reached = _reached(request.due_at, now)
    mine = SubjectRequest.objects.filter(pk=request.pk, closed_at=None, alerts__lt=reached)
    if not mine.update(alerts=reached):
        return False
    log_step(request, RequestStep.What.ALERTED, at=now, warning=reached)
    transaction.on_commit(partial(request_running_out.send_robust, sender=SubjectRequest, request_id=request.pk))
    return True


@transaction.atomic
def _warn_of_handed_in(row: HandedIn, now: datetime) -> bool:
    reached = _reached(row.due_at, now)
    mine = HandedIn.objects.filter(pk=row.pk, state=HandedIn.State.UNKNOWN, alerts__lt=reached)
    if not mine.update(alerts=reached):
        return False
    transaction.on_commit(partial(handed_in_running_out.send_robust, sender=HandedIn, handed_in_id=row.pk))
    return True


def _reached(due_at: datetime, now: datetime) -> int:
    """How many of the warnings have come due."""
    return sum(due_at - before <= now for before in WARNED_AT)
