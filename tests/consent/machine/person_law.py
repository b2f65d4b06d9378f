"""What may be done with a person, in plain Python: what is said without an address, and where they live.

* Suggestions, measurement and what leaves China need a yes of the person (GDPR Art. 6(1)(a), PIPL Art. 24, 39), and
  the last word counts.
* What was said while two records were one was said of both. A new record, cut out of another, begins with what was
  said of that one.
* The signal of a browser is a no, once; a yes that is clicked afterwards holds (Global Privacy Control).
* Whoever was said to live in China lives there, until the same record is said to live elsewhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from tests.consent.machine.law import NO, YES

Families = Mapping[int, frozenset[int]]
Moves = tuple[tuple[int, frozenset[int], str], ...]
SIGNALLED = ("measurement", "sharing")
CHINA = "cn"


@dataclass(frozen=True)
class Chosen:
    by: int
    brand: int
    purpose: str
    word: str


@dataclass(frozen=True)
class Signalled:
    by: int
    brand: int


@dataclass(frozen=True)
class Moved:
    by: int
    region: str


PersonEvent = Chosen | Signalled | Moved


@dataclass(frozen=True)
class _Word:
    step: int
    about: frozenset[int]
    brand: int
    purpose: str
    word: str


@dataclass
class PersonLaw:
    """``step`` counts pairs of acts. What two acts said at once was said in either order."""

    step: int = 0
    _words: list[_Word] = field(default_factory=list)
    _signals: list[tuple[frozenset[int], int]] = field(default_factory=list)
    _homes: list[tuple[int, frozenset[int], str]] = field(default_factory=list)

    def hear(self, events: Iterable[PersonEvent], before: Families, after: Families) -> None:
        self.step += 1
        for event in events:
            alone = frozenset({event.by})
            wide = before.get(event.by, alone) | after.get(event.by, alone)
            sure = before.get(event.by, alone) & after.get(event.by, alone)
            self._note(event, wide, sure)

    def _note(self, event: PersonEvent, wide: frozenset[int], sure: frozenset[int]) -> None:
        if isinstance(event, Chosen):
            about = wide if event.word == YES else sure
            self._words.append(_Word(self.step, about, event.brand, event.purpose, event.word))
        elif isinstance(event, Moved):
            self._homes.append((self.step, frozenset({event.by}), event.region))
        elif not any(about & wide and brand == event.brand for about, brand in self._signals):
            self._signals.append((wide, event.brand))
            self._words += [_Word(self.step, sure, event.brand, each, NO) for each in SIGNALLED]

    def part(self, old: int, new: int) -> None:
        """A record ``new`` was cut out of ``old`` in this step: what was said of one was said of both. A move in the
        same step may have come after the cut, and then it was of ``old`` alone."""
        self._words = [replace(each, about=_with(each.about, old, new)) for each in self._words]
        self._signals = [(_with(about, old, new), brand) for about, brand in self._signals]
        self._homes = [
            (step, _with(about, old, new) if step < self.step else about, region) for step, about, region in self._homes
        ]

    def moves(self) -> Moves:
        """What staff wrote so far, of whom: a backup has it."""
        return tuple(self._homes)

    def bring_back_moves(self, kept: Moves, there: Iterable[int]) -> None:
        """A backup forgets what staff wrote after it, but not who lives in China: the journal tells it of them.
        ``there`` are its records; one that was cut out since is not among them."""
        in_china = [record for record in sorted(there) if self._regions(record, self.step) == {CHINA}]
        self._homes = [*kept, *((self.step, frozenset({record}), CHINA) for record in in_china)]

    def allows(self, family: frozenset[int], brand: int, purpose: str, *, by_step: int | None = None) -> bool:
        """Whether the last that was said of the person, up to a step, may have been a yes."""
        last = self.step if by_step is None else by_step
        said = [
            each
            for each in self._words
            if each.about & family and (each.brand, each.purpose) == (brand, purpose) and each.step <= last
        ]
        latest = max((each.step for each in said), default=0)
        return any(each.word == YES for each in said if each.step == latest)

    def lives_in_china(self, family: frozenset[int], *, by_step: int | None = None) -> bool:
        """Whether it is certain of some record of the person."""
        return any(self._regions(record, self.step if by_step is None else by_step) == {CHINA} for record in family)

    def _regions(self, record: int, last: int) -> set[str]:
        said = [(step, region) for step, about, region in self._homes if record in about and step <= last]
        latest = max((step for step, _ in said), default=0)
        return {region for step, region in said if step == latest}


def _with(about: frozenset[int], old: int, new: int) -> frozenset[int]:
    return about | {new} if old in about else about
