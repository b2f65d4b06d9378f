"""The identity graph as a drawing: where each point stands, and which lines join them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from crm.models import Client, Identifier, IdentityLink
from crm.queries.identity_graph import IdentityGraph

WIDTH, HEIGHT = 760, 420
_CENTRE = (WIDTH / 2, HEIGHT / 2)
_REACH = (250, 165)
_LONGEST = 26


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
class IdentityPicture:
    """A star: the client in the middle, a spoke to each identifier, and a line where two were seen together."""

    client: Client
    width: int
    height: int
    centre: tuple[float, float]
    points: list[Point]
    spokes: list[Line]
    lines: list[Line]


def identity_picture(client: Client, graph: IdentityGraph) -> IdentityPicture:
    points = [_point(each, number, len(graph.live)) for number, each in enumerate(graph.live)]
    places = {point.identifier.pk: point for point in points}
    return IdentityPicture(
        client=client,
        width=WIDTH,
        height=HEIGHT,
        centre=_CENTRE,
        points=points,
        spokes=[Line(*_CENTRE, point.x, point.y, False) for point in points],
        lines=[_line(link, places) for link in graph.links],
    )


def short(value: str) -> str:
    """A value that fits beside its point; an address keeps its end."""
    return value if len(value) <= _LONGEST else f"{value[: _LONGEST // 2 - 1]}…{value[-(_LONGEST // 2) :]}"


def _point(identifier: Identifier, number: int, count: int) -> Point:
    # Half a step on, so that no two stand above one another with the middle between them.
    turn = 2 * pi * (number + 0.5) / count - pi / 2
    x, y = _CENTRE[0] + _REACH[0] * cos(turn), _CENTRE[1] + _REACH[1] * sin(turn)
    is_right = x >= _CENTRE[0]
    return Point(
        round(x, 1), round(y, 1), round(x + (12 if is_right else -12), 1), "start" if is_right else "end",
        identifier, short(identifier.value),
    )  # fmt: skip


def _line(link: IdentityLink, places: dict[int, Point]) -> Line:
    a, b = places[link.a_id], places[link.b_id]
    return Line(a.x, a.y, b.x, b.y, link.source == "merge")


def links_of(identifier: Identifier, links: Sequence[IdentityLink]) -> list[tuple[Identifier, IdentityLink]]:
    """With what an identifier was seen together, and the link that says so."""
    return [
        (link.b if link.a_id == identifier.pk else link.a, link)
        for link in links
        if identifier.pk in (link.a_id, link.b_id)
    ]
