"""What comes in: for each source when it was last heard, how much it sends, and what of it is refused."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum

from crm.models import Interaction, RejectedCall, Source

REJECTS_OVER = timedelta(days=7)


@dataclass(frozen=True)
class Reject:
    """``detail`` is of the latest call that was refused so, and repeats nothing of its content."""

    code: str
    detail: str
    count: int


@dataclass(frozen=True)
class SourceActivity:
    """``hour`` and ``day``: interactions received in the last 60 minutes and 24 hours. ``rejects``: of seven days."""

    source: Source
    last_seen: datetime | None
    hour: int
    day: int
    rejects: list[Reject]
    is_stale: bool

    @property
    def rejected(self) -> int:
        return sum(reject.count for reject in self.rejects)


def source_activity(sources: QuerySet[Source], *, now: datetime) -> list[SourceActivity]:
    """Of each active source, those that are silent for too long first. Three statements.

    A source is stale when it was not heard for longer than its own interval. One that was never heard is not.
    """
    rows = list(sources.filter(is_active=True).select_related("brand").order_by("brand__name", "name"))
    arrived, refused = _arrived(rows, now), rejects_by_source(rows, now=now)
    found = [_activity(source, arrived.get(source.pk), refused[source.pk], now) for source in rows]
    return sorted(found, key=lambda activity: not activity.is_stale)


def rejects_by_source(sources: list[Source] | None, *, now: datetime) -> dict[int | None, list[Reject]]:
    """Refused calls of the last seven days by the source's key, the most frequent first.

    Without ``sources``: those whose write key was not known, or which were not readable, under None.
    """
    whose = Q(source=None) if sources is None else Q(source__in=sources)
    counted = RejectedCall.objects.filter(whose, day__gt=(now - REJECTS_OVER).date())
    found: defaultdict[int | None, list[Reject]] = defaultdict(list)
    for row in counted.values("source", "code").annotate(total=Sum("count"), latest=Max("detail")).order_by("-total"):
        found[row["source"]].append(Reject(row["code"], row["latest"], row["total"]))
    return found


def _arrived(sources: list[Source], now: datetime) -> dict[int, dict[str, Any]]:
    """By source, the figures of the last day. The bound on the arrival keeps it to one month, or two."""
    lately = Interaction.objects.filter(received_at__gte=now - timedelta(days=1), source__in=sources)
    counted = lately.values("source").annotate(
        latest=Max("received_at"),
        day=Count("id"),
        hour=Count("id", filter=Q(received_at__gte=now - timedelta(hours=1))),
    )
    return {row["source"]: {"latest": row["latest"], "day": row["day"], "hour": row["hour"]} for row in counted}


def _activity(source: Source, arrived: dict[str, Any] | None, rejects: list[Reject], now: datetime) -> SourceActivity:
    figures: dict[str, Any] = arrived or {"latest": None, "hour": 0, "day": 0}
    heard = [moment for moment in (source.last_seen_at, figures["latest"]) if moment is not None]
    last_seen = max(heard, default=None)
    is_stale = last_seen is not None and now - last_seen > timedelta(minutes=source.expected_every)
    return SourceActivity(source, last_seen, figures["hour"], figures["day"], rejects, is_stale)
