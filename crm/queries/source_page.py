"""One source: its days, and what of it was refused, left unused or against its schema."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncDate

from crm.models import Interaction, PendingEvent, RejectedCall, RejectedEvent, SchemaViolation, Source, SourceHour

DAYS_SHOWN = 28
MOST_VIOLATIONS = 100
PAGE = 50
MOST_DOWNLOADED = 50_000


@dataclass(frozen=True)
class Day:
    """``refused`` calls were not kept."""

    day: date
    arrived: int
    refused: int


@dataclass(frozen=True)
class BrokenRule:
    """One rule of a source's schema; without a ``path`` it is about the event itself."""

    event: str
    path: str
    code: str
    total: int


def days_of(source: Source, *, now: datetime) -> list[Day]:
    """The last four weeks in UTC, the latest first."""
    first = now.date() - timedelta(days=DAYS_SHOWN - 1)
    hours = SourceHour.objects.filter(source=source, hour__date__gte=first)
    arrived = dict(hours.values_list(TruncDate("hour")).annotate(total=Sum("count")))
    calls = RejectedCall.objects.filter(source=source, day__gte=first)
    refused = dict(calls.values_list("day").annotate(total=Sum("count")))
    days = [now.date() - timedelta(days=back) for back in range(DAYS_SHOWN)]
    return [Day(day, arrived.get(day, 0), refused.get(day, 0)) for day in days]


def violations_of(source: Source, *, since: date) -> list[BrokenRule]:
    """The most frequent first; a hundred at most."""
    counted = SchemaViolation.objects.filter(source=source, day__gte=since).values_list("event", "path", "code")
    rows = counted.annotate(total=Sum("count")).order_by("-total", "event", "path")[:MOST_VIOLATIONS]
    return [BrokenRule(*row) for row in rows]


def events_waiting(source: Source) -> int:
    """How many refunds of the brand wait for the order that they belong to."""
    return PendingEvent.objects.filter(brand=source.brand_id).exclude(waits_for="").count()


def unused_events(source: Source, code: str = "") -> QuerySet[RejectedEvent]:
    """The latest first; of one reason where ``code`` says so."""
    found = RejectedEvent.objects.filter(source=source).order_by("-id")
    return found.filter(code=code) if code else found


def page_of_unused(source: Source, code: str, before: int | None) -> tuple[list[RejectedEvent], int | None]:
    """Fifty, and the key after which the next page begins; None when there is none."""
    found = unused_events(source, code)
    rows = list((found.filter(pk__lt=before) if before else found)[: PAGE + 1])
    return rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None


def downloaded_events(source: Source, code: str) -> Iterator[tuple[object, ...]]:
    """Of each the moment, the name, why, and the message id by which the source finds it in its own log."""
    rows = unused_events(source, code).values_list("timestamp", "name", "code", "detail", "message_id")
    for timestamp, *rest in rows[:MOST_DOWNLOADED].iterator(chunk_size=2_000):
        yield (timestamp.isoformat(), *rest)


def recent_events(source: Source, *, since: datetime, most: int) -> list[tuple[str, dict[str, Any]]]:
    """Name and properties of the latest tracks, to learn from them what a source usually sends."""
    tracks = Interaction.objects.filter(source=source, type="track", received_at__gte=since)
    return list(tracks.order_by("-received_at").values_list("name", "properties")[:most])
