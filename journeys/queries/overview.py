"""How a journey stands: who is where, what went out, what did not and why."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from crm.models import Brand, Client
from journeys.graph import ExitNode, Node, SendNode, TriggerNode, parse_graph
from journeys.models import Enrolment, Journey, JourneyVersion, Send

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from crm.models import User

# Figures of messages and entries are those of this period; who is on a journey is counted now.
PERIOD = timedelta(days=30)


@dataclass(frozen=True)
class JourneyLine:
    """One journey in the list, with the people on it now and its messages of the period."""

    journey: Journey
    live: int
    sent: int
    unknown: int


@dataclass(frozen=True)
class NodeFigures:
    """A node of the picture. ``waiting`` are there now; ``passed`` is what the period says of it, by word."""

    node: Node
    kind: str
    waiting: int
    passed: list[tuple[str, int]]


@dataclass(frozen=True)
class JourneyOverview:
    journey: Journey
    version: JourneyVersion
    live: int
    on_older_versions: int
    nodes: list[NodeFigures]
    early_ends: list[tuple[str, int]]
    not_sent: list[tuple[str, int]]


def journeys_of(brands: QuerySet[Brand], *, now: datetime) -> list[JourneyLine]:
    """Every journey of these brands, by brand and name. Three statements, whatever their number."""
    journeys = Journey.objects.filter(brand__in=brands).select_related("brand").order_by("brand__name", "name")
    live = dict(
        Enrolment.objects.filter(journey__brand__in=brands, status=Enrolment.Status.LIVE)
        .values_list("journey")
        .annotate(Count("pk"))
        .order_by()
    )
    messages = {
        row["enrolment__journey"]: (row["sent"], row["unknown"])
        for row in Send.objects.filter(enrolment__journey__brand__in=brands)
        .values("enrolment__journey")
        .annotate(
            sent=Count("pk", filter=Q(status=Send.Status.SENT, sent_at__gt=now - PERIOD)),
            unknown=Count("pk", filter=Q(status=Send.Status.UNKNOWN)),
        )
        .order_by()
    }
    return [JourneyLine(each, live.get(each.pk, 0), *messages.get(each.pk, (0, 0))) for each in journeys]


def journey_overview(journey: Journey, *, now: datetime) -> JourneyOverview | None:
    """The newest version's picture with its figures; None for a journey that was never published."""
    version = JourneyVersion.objects.filter(journey=journey).order_by("-number").first()
    if version is None:
        return None
    graph = parse_graph(version.graph)
    here = _live_by_node(journey)
    ends = _ends(journey, now)
    sends = _sends(journey, now)
    entered = Enrolment.objects.filter(journey=journey, created_at__gt=now - PERIOD).count()
    live_here = Enrolment.objects.filter(version=version, status=Enrolment.Status.LIVE).count()
    live = sum(here.values())
    return JourneyOverview(
        journey=journey,
        version=version,
        live=live,
        on_older_versions=live - live_here,
        nodes=[_figures(node, here, ends, sends, entered) for node in graph.in_order()],
        early_ends=[(reason, ends.get(reason, 0)) for reason in graph.exit_when],
        not_sent=sorted(_not_sent(sends).items(), key=lambda each: (-each[1], each[0])),
    )


def unknown_sends(journey: Journey, user: "User | AnonymousUser", limit: int = 50) -> list[Send]:
    """Messages that the provider may have, newest first, to clients whom this user may see."""
    rows = Send.objects.filter(enrolment__journey=journey, status=Send.Status.UNKNOWN)
    seen = rows.filter(client__in=Client.objects.visible_to(user)).select_related("client")
    return list(seen.order_by("-created_at")[:limit])


def _live_by_node(journey: Journey) -> dict[str, int]:
    rows = Enrolment.objects.filter(journey=journey, status=Enrolment.Status.LIVE)
    return dict(rows.values_list("node").annotate(Count("pk")).order_by())


def _ends(journey: Journey, now: datetime) -> dict[str, int]:
    rows = Enrolment.objects.filter(journey=journey, ended_at__gt=now - PERIOD)
    return dict(rows.values_list("ended_reason").annotate(Count("pk")).order_by())


def _sends(journey: Journey, now: datetime) -> dict[tuple[str, str, str], int]:
    """(node, status, reason) to count; the unknown ones whatever their age."""
    lately = Q(created_at__gt=now - PERIOD) | Q(status=Send.Status.UNKNOWN)
    rows = Send.objects.filter(lately, enrolment__journey=journey)
    counted = rows.values_list("node", "status", "reason").annotate(Count("pk"))
    return {(node, status, reason): count for node, status, reason, count in counted.order_by()}


def _not_sent(sends: dict[tuple[str, str, str], int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for (_, status, reason), count in sends.items():
        if status in (Send.Status.REFUSED, Send.Status.DROPPED, Send.Status.FAILED):
            found[reason] = found.get(reason, 0) + count
    return found


def _figures(
    node: Node, here: dict[str, int], ends: dict[str, int], sends: dict[tuple[str, str, str], int], entered: int
) -> NodeFigures:
    waiting = here.get(node.id, 0)
    if isinstance(node, TriggerNode):
        return NodeFigures(node, "trigger", waiting, [("entered", entered)])
    if isinstance(node, SendNode):
        passed = [(status, _count(sends, node.id, status)) for status in ("sent", "queued", "sending", "unknown")]
        held_back = sum(_count(sends, node.id, status) for status in ("refused", "dropped", "failed"))
        return NodeFigures(node, "send", waiting, [*passed, ("not sent", held_back)])
    if isinstance(node, ExitNode):
        return NodeFigures(node, "exit", waiting, [("ended", ends.get(node.reason, 0))])
    return NodeFigures(node, "wait", waiting, [])


def _count(sends: dict[tuple[str, str, str], int], node: str, status: str) -> int:
    return sum(count for (where, what, _), count in sends.items() if (where, what) == (node, status))
