"""What comes in: for each source when it was last heard, how much it sends, and what of it is of no use."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from crm.models import RejectedCall, RejectedEvent, SchemaViolation, Source, SourceHour

REJECTS_OVER = timedelta(days=7)
HOURS_SHOWN = 48
_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Reject:
    """``detail`` is of the latest that was refused so, and repeats nothing of its content."""

    code: str
    detail: str
    count: int


@dataclass(frozen=True)
class SourceActivity:
    """``hours``: interactions of the last 48 clock hours, the one that runs last. The rest is of seven days.

    ``rejects`` were refused and not kept; ``unused`` were kept, but no purchase or cart could be made of them;
    ``violations`` were kept and used, against the source's own schema.
    """

    source: Source
    last_seen: datetime | None
    hours: list[int]
    rejects: list[Reject]
    unused: list[Reject]
    violations: int
    is_stale: bool

    @property
    def hour(self) -> int:
        return self.hours[-1]

    @property
    def day(self) -> int:
        return sum(self.hours[-24:])

    @property
    def rejected(self) -> int:
        return sum(reject.count for reject in self.rejects)

    @property
    def left_unused(self) -> int:
        return sum(reject.count for reject in self.unused)


def source_activity(sources: QuerySet[Source], *, now: datetime) -> list[SourceActivity]:
    """Of each active source, those that are silent for too long first. Five statements, none over interactions.

    A source is stale when it was not heard for longer than its own interval. One that was never heard is not.
    """
    rows = list(sources.filter(is_active=True).select_related("brand").order_by("brand__name", "name"))
    hours, refused, unused = _hours(rows, now), rejects_by_source(rows, now=now), _unused(rows, now)
    violations = _violations(rows, now)
    found = [
        _activity(each, hours[each.pk], refused[each.pk], unused[each.pk], violations.get(each.pk, 0), now)
        for each in rows
    ]
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


def _unused(sources: list[Source], now: datetime) -> dict[int, list[Reject]]:
    lately = RejectedEvent.objects.filter(source__in=sources, rejected_at__gt=now - REJECTS_OVER)
    found: defaultdict[int, list[Reject]] = defaultdict(list)
    counted = lately.values("source", "code").annotate(total=Count("id"), latest=Max("detail"))
    for row in counted.order_by("-total", "code"):
        found[row["source"]].append(Reject(row["code"], row["latest"], row["total"]))
    return found


def _violations(sources: list[Source], now: datetime) -> dict[int, int]:
    lately = SchemaViolation.objects.filter(source__in=sources, day__gt=(now - REJECTS_OVER).date())
    counted = lately.values("source").annotate(total=Coalesce(Sum("count"), 0))
    return {row["source"]: row["total"] for row in counted}


def _hours(sources: list[Source], now: datetime) -> dict[int, list[int]]:
    """By source, the sums of the hours shown, the oldest first."""
    first = hour_of(now) - (HOURS_SHOWN - 1) * _HOUR
    found: defaultdict[int, list[int]] = defaultdict(lambda: [0] * HOURS_SHOWN)
    kept = SourceHour.objects.filter(source__in=sources, hour__gte=first, hour__lte=now)
    for source_id, hour, count in kept.values_list("source", "hour", "count"):
        found[source_id][int((hour - first) / _HOUR)] = count
    return found


def hour_of(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def _activity(  # noqa: PLR0913, PLR0917  # what the five statements found
    source: Source, hours: list[int], rejects: list[Reject], unused: list[Reject], violations: int, now: datetime
) -> SourceActivity:
    last_seen = source.last_seen_at or _latest_hour(hours, now)
    is_stale = last_seen is not None and now - last_seen > timedelta(minutes=source.expected_every)
    return SourceActivity(source, last_seen, hours, rejects, unused, violations, is_stale)


def _latest_hour(hours: list[int], now: datetime) -> datetime | None:
    """The beginning of the last hour in which anything came, for what an import wrote beside ingest."""
    latest = max((place for place, count in enumerate(hours) if count), default=None)
    return None if latest is None else hour_of(now) - (HOURS_SHOWN - 1 - latest) * _HOUR
