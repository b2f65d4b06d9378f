"""Due work that nobody takes: workers look every two seconds, so what waits for minutes has no worker."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from journeys.models import Enrolment, Send

STUCK_AFTER = timedelta(minutes=10)


def overdue_enrolments(now: datetime) -> QuerySet[Enrolment]:
    """Steps that were due and known for longer than STUCK_AFTER. An import may make steps that are due at once,
    with dates of weeks ago; those are work for the next seconds, and nothing is stuck."""
    late = now - STUCK_AFTER
    return Enrolment.objects.filter(
        status=Enrolment.Status.LIVE, due_at__lt=late, created_at__lt=late, journey__status="live"
    )


def overdue_sends(now: datetime) -> QuerySet[Send]:
    """Messages that were due and known for longer than STUCK_AFTER."""
    late = now - STUCK_AFTER
    goes = Q(enrolment=None) | Q(enrolment__journey__status="live")
    return Send.objects.filter(goes, status=Send.Status.QUEUED, due_at__lt=late, created_at__lt=late)
