"""Which identifiers leave when one link of the graph is cut. Pure: no query, no write."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from crm.models import Identifier, IdentityLink


@dataclass(frozen=True)
class Sides:
    """What hangs on each end of a link and on nothing else. Both are empty where other links tie the two."""

    a: list[Identifier]
    b: list[Identifier]

    @property
    def is_tied_otherwise(self) -> bool:
        return not self.a

    def side_of(self, end: int | None) -> list[Identifier]:
        """The side of this end; without one the younger: what the house has known for longer stays."""
        if end is not None and self.a:
            return self.a if end in {each.pk for each in self.a} else self.b
        return max(self.a, self.b, key=lambda side: min(((each.asserted_at, each.pk) for each in side), default=()))


def sides_of(link: IdentityLink, identifiers: Collection[Identifier], links: Sequence[IdentityLink]) -> Sides:
    """``identifiers``: all that mean the client; ``links``: all that join two of them."""
    edges = [(each.a_id, each.b_id) for each in links if each.pk != link.pk]
    of_a, of_b = reached(link.a_id, edges), reached(link.b_id, edges)
    if link.b_id in of_a:
        return Sides([], [])
    return Sides([each for each in identifiers if each.pk in of_a], [each for each in identifiers if each.pk in of_b])


def reached(start: int, edges: Iterable[tuple[int, int]]) -> set[int]:
    """Everything that a walk along the edges comes to, the start too."""
    neighbours: dict[int, set[int]] = {}
    for a, b in edges:
        neighbours.setdefault(a, set()).add(b)
        neighbours.setdefault(b, set()).add(a)
    seen, waiting = {start}, [start]
    while waiting:
        new = neighbours.get(waiting.pop(), set()) - seen
        seen |= new
        waiting += new
    return seen
