"""What may be written to an address, in plain Python: an oracle that knows nothing of the product's code and tables.

It is written from the sentences of the law and of the house:

* A message of marketing needs a yes to this house, for this purpose, on this address (GDPR Art. 6(1)(a), ePrivacy
  Art. 13(1)), said by the person who is written to, or by a record that was theirs.
* The last word counts; a no ends a yes at once, and reaches everybody who gets the address (Art. 7(3)).
* What the client withdrew only the client gives back: neither staff nor a file. Staff say no yes at all before the
  client has said it.
* A yes that anybody could have typed is none where it would undo a no, or where the purpose asks for a confirmation,
  until the link that went to the address is followed; a no said in between stands.
* A yes holds until it ends. Who asks for silence has it. A stopped address is not written to; only an unsubscription,
  an objection and what an erasure left are lifted, by the client's own yes.
* A no to a purpose is a no to those under it; a yes is none to them.
* Who is erased said nothing any more (Art. 17); what is restricted is kept and not used (Art. 18).

Two things said in one moment came in either order, so the law keeps every world that may be.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

OWN, STAFF, FILE, TYPED = "own hand", "staff", "file", "typed by anybody"
YES, NO, WITHDRAWN = "yes", "no", "withdrawn"
MARKETING = "marketing"
# From a purpose to the one that it stands under.
ABOVE = {"invitations": MARKETING}
ALL_OF_MARKETING = frozenset({MARKETING, *ABOVE})
# What one click in a message stops: everything that rests on consent.
STOPPED_BY_LINK = (MARKETING, "stock-alerts", *ABOVE)
LIFTED = frozenset({"unsubscribed", "objected", "erased"})


Kin = Callable[[int, int], bool]


@dataclass(frozen=True)
class Place:
    """``brand`` by its id."""

    address: str
    brand: int
    purpose: str


@dataclass(frozen=True)
class World:
    """One way in which things may stand: the last word, who said it, and what stops the address."""

    word: str = ""
    at: datetime | None = None
    until: datetime | None = None
    by: int = 0
    stops: frozenset[tuple[str, bool]] = frozenset()
    silence: tuple[int, datetime] | None = None
    restricted: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Said:
    """A word on one place. ``by``: the record that said it; ``at`` is when, which a file tells later."""

    place: Place
    word: str
    hand: str
    by: int
    at: datetime
    until: datetime | None = None
    needs_confirmation: bool = False

    def reaches(self, place: Place) -> bool:
        return place == self.place

    def after(self, world: World) -> World:
        if world.at is not None and self.at < world.at:
            return world
        if self.word == YES and self._is_no_yes(world):
            return world
        said = replace(world, word=self.word, at=self.at, until=self.until, by=self.by)
        return _lifted(said, self.place) if self.word == YES and self.hand != FILE else said

    def _is_no_yes(self, world: World) -> bool:
        if self.hand == STAFF or (self.hand == TYPED and self.needs_confirmation):
            return True
        return self.hand != OWN and world.word == WITHDRAWN


@dataclass(frozen=True)
class Confirmed:
    """The link of a yes typed at ``asked_at`` was followed."""

    place: Place
    by: int
    asked_at: datetime
    at: datetime

    def reaches(self, place: Place) -> bool:
        return place == self.place

    def after(self, world: World) -> World:
        if world.word in (NO, WITHDRAWN) and world.at is not None and world.at > self.asked_at:
            return world
        return _lifted(replace(world, word=YES, at=self.at, until=None, by=self.by), self.place)


@dataclass(frozen=True)
class Stopped:
    """An address is dead, or complained, or unsubscribed; ``brand`` None: for every house."""

    address: str
    brand: int | None
    reason: str
    is_total: bool = False

    def reaches(self, place: Place) -> bool:
        return place.address == self.address and self.brand in (None, place.brand)

    def after(self, world: World) -> World:
        return replace(world, stops=world.stops | {(self.reason, self.is_total)})


@dataclass(frozen=True)
class Silence:
    """A person asked one house for silence on all their addresses; ``until`` None ends it."""

    addresses: frozenset[str]
    brand: int
    by: int
    until: datetime | None

    def reaches(self, place: Place) -> bool:
        return place.address in self.addresses and place.brand == self.brand

    def after(self, world: World) -> World:
        return replace(world, silence=(self.by, self.until) if self.until else None)


@dataclass(frozen=True)
class Restricted:
    """A person's data may not be used for now, or again."""

    addresses: frozenset[str]
    by: int
    is_on: bool
    kin: Kin

    def reaches(self, place: Place) -> bool:
        return place.address in self.addresses

    def after(self, world: World) -> World:
        if self.is_on:
            return replace(world, restricted=world.restricted | {self.by})
        return replace(world, restricted=frozenset(each for each in world.restricted if not self.kin(each, self.by)))


@dataclass(frozen=True)
class Erased:
    """A person is nobody any more."""

    addresses: frozenset[str]
    at: datetime

    def reaches(self, place: Place) -> bool:
        return place.address in self.addresses

    def after(self, world: World) -> World:
        return World(at=self.at, stops=world.stops | {("erased", False)})


Event = Said | Confirmed | Stopped | Silence | Restricted | Erased


def is_lawful(  # noqa: PLR0913  # where, whom and when, all named
    worlds: Mapping[Place, Iterable[World]], place: Place, *, recipient: int, at: datetime, kin: Kin
) -> bool:
    """Whether in one of these worlds ``recipient`` may be written to there."""
    above = ABOVE.get(place.purpose)
    if above and all(each.word in (NO, WITHDRAWN) for each in worlds[replace(place, purpose=above)]):
        return False
    return any(allows(world, place, recipient=recipient, at=at, kin=kin) for world in worlds[place])


def allows(world: World, place: Place, *, recipient: int, at: datetime, kin: Kin) -> bool:
    """Whether ``recipient`` may be written to there. ``kin``: whether two records are, or were, one person's."""
    is_marketing = place.purpose in ALL_OF_MARKETING
    if any(is_total or is_marketing for _, is_total in world.stops):
        return False
    if any(kin(each, recipient) for each in world.restricted):
        return False
    if is_marketing and world.silence and world.silence[1] > at and kin(world.silence[0], recipient):
        return False
    return world.word == YES and (world.until is None or world.until > at) and kin(world.by, recipient)


@dataclass
class Law:
    """Every world that may be, place by place, after all that was said."""

    places: Sequence[Place]
    _worlds: dict[Place, frozenset[World]] = field(default_factory=dict)

    def worlds(self, place: Place) -> frozenset[World]:
        return self._worlds.get(place, frozenset({World()}))

    def hear(self, one: Sequence[Event], other: Sequence[Event] = ()) -> dict[Place, frozenset[World]]:
        """Two acts at once. Returns, place by place, every world that was while they were at it."""
        passed = {}
        for place in self.places:
            before = self.worlds(place)
            first, second = (_told(before, place, events) for events in (one, other))
            after = _told(first, place, other) | _told(second, place, one)
            self._worlds[place] = after
            passed[place] = before | first | second | after
        return passed


def _told(worlds: Iterable[World], place: Place, events: Sequence[Event]) -> frozenset[World]:
    found = frozenset(worlds)
    for event in events:
        if event.reaches(place):
            found = frozenset(event.after(world) for world in found)
        elif _lifts_above(event, place):
            found = frozenset(_without_lifted(world) for world in found)
    return found


def _lifts_above(event: Event, place: Place) -> bool:
    """The client's own yes to what this purpose stands under: it says nothing here, and undoes an unsubscription."""
    if not isinstance(event, Said | Confirmed):
        return False
    is_own = isinstance(event, Confirmed) or (event.word == YES and event.hand == OWN)
    return is_own and event.place == replace(place, purpose=ABOVE.get(place.purpose, ""))


def _lifted(world: World, place: Place) -> World:
    """The client's own yes to marketing undoes what they asked for themselves, and no bounce and no complaint."""
    return _without_lifted(world) if place.purpose == MARKETING else world


def _without_lifted(world: World) -> World:
    return replace(world, stops=frozenset(each for each in world.stops if each[0] not in LIFTED))
