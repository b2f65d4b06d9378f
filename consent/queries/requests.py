"""The desk's queue of requests: what is due first."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from consent.models import SubjectRequest

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
    live = requests.filter(closed_at=None)
    return RequestCounts(
        open=live.count(),
        overdue=live.filter(_condition("overdue", at)).count(),
        soon=live.filter(_condition("soon", at)).count(),
    )


def _condition(which: str, at: datetime) -> Q:
    if which == "overdue":
        return Q(due_at__lte=at)
    return Q(due_at__gt=at, due_at__lte=at + SOON) if which == "soon" else Q()
