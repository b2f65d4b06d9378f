"""How many are in a segment, and how many came and went on each day, from figures that triggers keep."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Sum

from crm.models import Segment, SegmentFlow, SegmentMember


@dataclass(frozen=True)
class FlowOfDay:
    day: date
    entered: int
    left: int


def size_of(segment: Segment) -> int:
    return sizes_of([segment])[segment.pk]


def sizes_of(segments: Iterable[Segment]) -> dict[int, int]:
    """Live clients in each segment, by its id. Two statements, whatever the sizes.

    A record that was merged into another stays in a segment by hand for the day when the two part, and is not counted;
    a segment by rule lets it out within seconds.
    """
    ids = [each.pk for each in segments]
    flow = SegmentFlow.objects.filter(segment__in=ids).values("segment").annotate(size=Sum(F("entered") - F("left")))
    held = dict(flow.values_list("segment", "size"))
    merged = SegmentMember.objects.filter(segment__in=ids, client__canonical__isnull=False)
    asleep = dict(merged.values("segment").annotate(count=Count("pk")).values_list("segment", "count"))
    return {each: held.get(each, 0) - asleep.get(each, 0) for each in ids}


def flow_of(segment: Segment, *, until: date, days: int) -> list[FlowOfDay]:
    """One figure a day, the oldest first, quiet days included."""
    first = until - timedelta(days=days - 1)
    found = SegmentFlow.objects.filter(segment=segment, day__range=(first, until)).values("day")
    summed = found.annotate(came=Sum("entered"), went=Sum("left")).values_list("day", "came", "went")
    by_day = {day: FlowOfDay(day, came, went) for day, came, went in summed}
    every = (first + timedelta(days=number) for number in range(days))
    return [by_day.get(day, FlowOfDay(day, 0, 0)) for day in every]
