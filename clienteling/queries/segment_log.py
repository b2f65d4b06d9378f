"""Who entered and left a segment, with dates; and the same as a picture, day by day."""

from dataclasses import dataclass
from datetime import date

from crm.models import Client, Segment, SegmentChange, User
from crm.queries.segment_sizes import FlowOfDay, flow_of, size_of

DAYS = 60
PAGE = 50
# The picture is drawn in these units and stretched to the page.
WIDTH, HEIGHT, LINE, ROOM = 600, 160, 80, 76


@dataclass(frozen=True)
class Bar:
    """One day: who entered above the line, who left below it. Lengths in units of the picture."""

    day: date
    entered: int
    left: int
    x: float
    up: float
    down: float

    @property
    def top(self) -> float:
        return LINE - self.up


@dataclass(frozen=True)
class Chart:
    bars: list[Bar]
    entered: int
    left: int
    highest: int
    bar_width: float

    width, height, line = WIDTH, HEIGHT, LINE


@dataclass(frozen=True)
class LogPage:
    """``after`` is where the next page begins; "" at the end."""

    changes: list[SegmentChange]
    after: str


def chart_of(segment: Segment, *, until: date, days: int = DAYS) -> Chart:
    """One scale for both directions, so that lengths may be compared."""
    flow = flow_of(segment, until=until, days=days)
    highest = max([max(each.entered, each.left) for each in flow] + [1])
    step = WIDTH / days
    bars = [_bar(each, number * step, highest) for number, each in enumerate(flow)]
    return Chart(bars, sum(each.entered for each in flow), sum(each.left for each in flow), highest, round(step - 2, 2))


def _bar(flow: FlowOfDay, x: float, highest: int) -> Bar:
    up, down = (_length(each, highest) for each in (flow.entered, flow.left))
    return Bar(flow.day, flow.entered, flow.left, round(x, 2), up, down)


def _length(count: int, highest: int) -> float:
    """At least visible where there was anybody."""
    return 0.0 if not count else round(max(count / highest * ROOM, 1.5), 2)


def log_page(segment: Segment, user: User, *, after: str = "") -> LogPage:
    """Of those whom the user may see, the newest first."""
    changes = SegmentChange.objects.filter(segment=segment, client__in=Client.objects.visible_to(user))
    if after.isdecimal() and len(after) < 19:
        changes = changes.filter(pk__lt=int(after))
    found = list(changes.select_related("client").order_by("-pk")[: PAGE + 1])
    return LogPage(found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else "")


def size_before(segment: Segment, chart: Chart) -> int:
    """How many there were when the picture begins."""
    return size_of(segment) - chart.entered + chart.left
