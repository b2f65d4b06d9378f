"""The desk's queue of requests: what is due first."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from consent.models import HandedIn, SubjectRequest

PER_PAGE = 25
# A warning each, so many days before the end; the last one when it is over.
WARNED_AT = (timedelta(days=10), timedelta(days=3), timedelta(0))
SOON = WARNED_AT[1]


@dataclass(frozen=True)
class RequestFilter:
    """``which``: open, overdue, soon or closed. ``kind``: empty for all."""

    which: str = "open"
    kind: str = ""


@dataclass(frozen=True)
class RequestCounts:
    open: int
    overdue: int
    soon: int


def filtered_requests(
    requests: QuerySet[SubjectRequest], asked: RequestFilter, *, at: datetime
) -> QuerySet[SubjectRequest]:
    """What is open by its end, overdue first; what is closed, the newest first."""
    found = requests.select_related("client__canonical", "brand")
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.which == "closed":
        return found.exclude(closed_at=None).order_by("-closed_at", "-pk")
    return found.filter(_condition(asked.which, at), closed_at=None).order_by("due_at", "pk")


def counted_requests(requests: QuerySet[SubjectRequest], *, at: datetime) -> RequestCounts:
    return _counted(requests.filter(closed_at=None), at)


def counted_handed_in(waiting: QuerySet[HandedIn], *, at: datetime) -> RequestCounts:
    """Of what waits at the desk for somebody to find who is meant."""
    return _counted(waiting, at)


def _counted(live: QuerySet[SubjectRequest] | QuerySet[HandedIn], at: datetime) -> RequestCounts:
    """One statement."""
    overdue, soon = (Count("pk", filter=_condition(which, at)) for which in ("overdue", "soon"))
    return RequestCounts(**live.order_by().aggregate(open=Count("pk"), overdue=overdue, soon=soon))


def _condition(which: str, at: datetime) -> Q:
    if which == "overdue":
        return Q(due_at__lte=at)
    return Q(due_at__gt=at, due_at__lte=at + SOON) if which == "soon" else Q()
