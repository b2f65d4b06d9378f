"""The identity graph as a drawing: where each point stands, and which lines join them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import cos, pi, sin, sqrt

from crm.merging.identifiers import SOURCE as MERGE
from crm.models import Client, Identifier, IdentityLink
from crm.queries.identity_graph import IdentityGraph

WIDTH, HEIGHT = 760, 420
_CENTRE = (WIDTH / 2, HEIGHT / 2)
# Leaves _LONGEST letters of room beside the points that stand farthest out.
_REACH = (190, 165)
_LONGEST = 26
# More cannot be read beside each other, on a telephone least of all.
MOST_POINTS = 14


@dataclass(frozen=True)
class Point:
    """``x``, ``y`` in units of the drawing; ``anchor`` is where its words begin."""

    x: float
    y: float
    words_x: float
    anchor: str
    identifier: Identifier
    words: str


@dataclass(frozen=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float
    is_merge: bool


@dataclass(frozen=True)
class Group:
    """All identifiers of one kind, where there are too many to draw each: a circle of radius ``r``."""

    x: float
    y: float
    r: float
    namespace: str
    count: int

    @property
    def below(self) -> float:
        """From its middle to the line of words beneath it."""
        return self.r + 20


@dataclass(frozen=True)
class IdentityPicture:
    """A star: the client in the middle, a spoke to each identifier, and a line where two were seen together.

    Beyond MOST_POINTS identifiers the points are kinds instead, and ``groups`` holds them.
    """

    client: Client
    width: int
    height: int
    centre: tuple[float, float]
    points: list[Point]
    groups: list[Group]
    spokes: list[Line]
    lines: list[Line]


def identity_picture(client: Client, graph: IdentityGraph) -> IdentityPicture:
    if len(graph.live) > MOST_POINTS:
        return _of_kinds(client, graph)
    points = [_point(each, number, len(graph.live)) for number, each in enumerate(graph.live)]
    places = {point.identifier.pk: (point.x, point.y) for point in points}
    return IdentityPicture(
        client, WIDTH, HEIGHT, _CENTRE, points, [], [Line(*_CENTRE, point.x, point.y, False) for point in points],
        _lines(graph.links, places),
    )  # fmt: skip


def _of_kinds(client: Client, graph: IdentityGraph) -> IdentityPicture:
    counts = Counter(each.namespace for each in graph.live)
    groups = [_group(code, number, counts) for number, code in enumerate(counts)]
    at = {group.namespace: (group.x, group.y) for group in groups}
    places = {each.pk: at[each.namespace] for each in graph.live}
    return IdentityPicture(
        client, WIDTH, HEIGHT, _CENTRE, [], groups, [Line(*_CENTRE, group.x, group.y, False) for group in groups],
        _lines(graph.links, places),
    )  # fmt: skip


def _group(namespace: str, number: int, counts: Counter[str]) -> Group:
    x, y = _place(number, len(counts))
    return Group(x, y, round(min(14 + 3 * sqrt(counts[namespace]), 46), 1), namespace, counts[namespace])


def short(value: str) -> str:
    """A value that fits beside its point; an address keeps its end."""
    return value if len(value) <= _LONGEST else f"{value[: _LONGEST // 2 - 1]}…{value[-(_LONGEST // 2) :]}"


def _place(number: int, count: int) -> tuple[float, float]:
    # Half a step on, so that no two stand above one another with the middle between them.
    turn = 2 * pi * (number + 0.5) / count - pi / 2
    return round(_CENTRE[0] + _REACH[0] * cos(turn), 1), round(_CENTRE[1] + _REACH[1] * sin(turn), 1)


def _point(identifier: Identifier, number: int, count: int) -> Point:
    x, y = _place(number, count)
    is_right = x >= _CENTRE[0]
    return Point(
        x, y, round(x + (12 if is_right else -12), 1), "start" if is_right else "end", identifier,
        short(identifier.value),
    )  # fmt: skip


def _lines(links: Sequence[IdentityLink], places: Mapping[int, tuple[float, float]]) -> list[Line]:
    """One line for all links between the same two places; none within a place."""
    drawn = set()
    for link in links:
        one, other = sorted((places[link.a_id], places[link.b_id]))
        if one != other:
            drawn.add((one, other, link.source == MERGE))
    return [Line(*one, *other, is_merge) for one, other, is_merge in sorted(drawn)]


@dataclass(frozen=True)
class Kind:
    """The identifiers of one namespace, each with what it was seen with and the link that says so."""

    namespace: str
    rows: list[tuple[Identifier, list[tuple[Identifier, IdentityLink]]]]


def kinds_of(graph: IdentityGraph) -> list[Kind]:
    """By namespace, in the order of the graph."""
    seen_with: dict[int, list[tuple[Identifier, IdentityLink]]] = {each.pk: [] for each in graph.live}
    for link in graph.links:
        seen_with[link.a_id].append((link.b, link))
        seen_with[link.b_id].append((link.a, link))
    rows = [(each, seen_with[each.pk]) for each in graph.live]
    return [Kind(code, list(of_kind)) for code, of_kind in groupby(rows, key=lambda row: row[0].namespace)]
