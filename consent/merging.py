"""What two clients who become one allow: never more than each of them allowed before.

A yes belongs to its contact point: it counts for the one who has the address. A yes about the person (profiling,
measurement) counts when both said it. A no counts from whichever side, an objection to every address too. Of two the
stricter holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from consent.models import Decision
from consent.replacing import STOPS

# (brand, purpose, channel, contact hash); about the person, without a channel, the hash is empty.
Place = tuple[int, int, str, str]
Held = Mapping[Place, Decision]
# (paused until, at most so many messages in thirty days); None: no such wish.
Quietness = tuple[datetime | None, int | None]
_STRICTNESS = [
    Decision.Status.GIVEN,
    Decision.Status.PENDING,
    Decision.Status.EXPIRED,
    Decision.Status.REFUSED,
    Decision.Status.WITHDRAWN,
]


@dataclass(frozen=True)
class Side:
    """What holds for one client, and the hashes of the addresses that are theirs."""

    held: Held
    contacts: frozenset[str]


def merged_decisions(mine: Side, theirs: Side) -> dict[Place, Decision]:
    """What holds for the one who remains. Pure; never wider than either side."""
    places = sorted({*mine.held, *theirs.held})
    return {place: decision for place in places if (decision := _holds(place, mine, theirs)) is not None}


def quieter(one: Quietness, other: Quietness) -> Quietness:
    """Of two wishes for silence the longer pause and the smaller number."""
    pauses = [until for until, _ in (one, other) if until]
    numbers = [number for _, number in (one, other) if number]
    return max(pauses, default=None), min(numbers, default=None)


def strictness(decision: Decision) -> int:
    return _STRICTNESS.index(Decision.Status(decision.status))


def _holds(place: Place, mine: Side, theirs: Side) -> Decision | None:
    found = [side.held[place] for side in (mine, theirs) if place in side.held]
    if any(decision.status != Decision.Status.GIVEN for decision in found):
        return max(found, key=strictness)
    if place[2] and any(_objects(side, place) for side in (mine, theirs)):
        return None
    owners = [side for side in (mine, theirs) if not place[2] or place[3] in side.contacts]
    if any(place not in side.held for side in owners):
        return None
    if not owners and place not in mine.held:
        # An address that nobody has any more: its yes does not travel.
        return None
    return min(found, key=_ends)


def _objects(side: Side, place: Place) -> bool:
    """Whether they said no to this purpose whatever the address."""
    of_person = side.held.get((*place[:2], "", ""))
    return of_person is not None and of_person.status in STOPS


def _ends(decision: Decision) -> tuple[bool, float]:
    return decision.valid_to is None, decision.valid_to.timestamp() if decision.valid_to else 0.0
