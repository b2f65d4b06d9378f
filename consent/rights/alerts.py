"""Warnings before a request's month is over: ten days, three days, and when it is."""

from datetime import datetime
from functools import partial

from django.db import transaction

from consent.models import RequestStep, SubjectRequest
from consent.queries.requests import WARNED_AT
from consent.rights.steps import log_step
from consent.signals import request_running_out

BATCH = 200


def warn_of_the_end(now: datetime) -> int:
    """Warns the officers of what is running out, each warning once, whoever looks how often; how many there were."""
    live = SubjectRequest.objects.filter(closed_at=None, due_at__lte=now + WARNED_AT[0], alerts__lt=len(WARNED_AT))
    return sum(_warn(request, now) for request in live.order_by("due_at", "pk")[:BATCH])


@transaction.atomic
def _warn(request: SubjectRequest, now: datetime) -> bool:
    reached = sum(request.due_at - before <= now for before in WARNED_AT)
    mine = SubjectRequest.objects.filter(pk=request.pk, closed_at=None, alerts__lt=reached)
    if not mine.update(alerts=reached):
        return False
    log_step(request, RequestStep.What.ALERTED, at=now, warning=reached)
    transaction.on_commit(partial(request_running_out.send_robust, sender=SubjectRequest, request_id=request.pk))
    return True
