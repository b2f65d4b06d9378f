"""Two records side by side: one level of agreement for each thing that is known of both.

A pattern is a tuple of levels in the order of ``comparisons``: 0 differs, higher agrees better, None where one
side says nothing, which speaks neither for nor against.
"""

from collections.abc import Callable

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, JaroWinkler

from crm.duplicates.nicknames import are_one_name
from crm.duplicates.record import Record, digits_of
from crm.duplicates.spelling import skeleton

Pattern = tuple[int | None, ...]
# The number of levels of each comparison; texts and identifiers follow, as many as a record has.
LEVELS = {"given": 5, "family": 5, "order": 2, "birth": 5, "email": 3, "phone": 3, "address": 5, "place": 4}
TEXT_LEVELS, IDENTIFIER_LEVELS = 3, 3


def comparisons(texts: int = 0, identifiers: int = 0) -> dict[str, int]:
    """The names of a pattern's places and how many levels each has."""
    return {
        **LEVELS,
        **{f"text {place}": TEXT_LEVELS for place in range(texts)},
        **{f"identifier {place}": IDENTIFIER_LEVELS for place in range(identifiers)},
    }


def compare(one: Record, other: Record) -> Pattern:
    """The pattern of a pair; the same whichever comes first."""
    given, family, order = _names(one, other)
    return (
        given,
        family,
        order,
        _births(one.birth, other.birth),
        _best(one.emails, other.emails, _emails),
        _best(one.phones, other.phones, _codes),
        _addresses(one, other),
        _places(one, other),
        *(_texts(mine, theirs) for mine, theirs in zip(one.texts, other.texts, strict=True)),
        *(_codes(mine, theirs) for mine, theirs in zip(one.identifiers, other.identifiers, strict=True)),
    )


def name_level(one: str, other: str) -> int | None:
    """4 the same, 3 a letter apart, 2 sounds alike or a known short form, 1 resembles, 0 differs."""
    if not one or not other:
        return None
    if one == other:
        return 4
    flat, other_flat = one.replace(" ", ""), other.replace(" ", "")
    if flat == other_flat:
        return 4
    shorter = min(len(flat), len(other_flat))
    if shorter > 3 and OSA.distance(flat, other_flat, score_cutoff=1) <= 1:
        return 3
    if shorter > 1 and _sounds_alike(one, other):
        return 2
    return 1 if _resembles(one, other, flat, other_flat) else 0


def _sounds_alike(one: str, other: str) -> bool:
    first, other_first = one.split(maxsplit=1)[0], other.split(maxsplit=1)[0]
    if first == other_first or are_one_name(first, other_first):
        return True
    bones, other_bones = skeleton(one.replace(" ", "")), skeleton(other.replace(" ", ""))
    return len(bones) > 1 and bones == other_bones


def _resembles(one: str, other: str, flat: str, other_flat: str) -> bool:
    if len(flat) == 1 or len(other_flat) == 1:
        return flat[0] == other_flat[0]
    if not set(one.split()).isdisjoint(other.split()):
        return True
    return JaroWinkler.similarity(flat, other_flat, score_cutoff=0.84) > 0 or (
        min(len(flat), len(other_flat)) > 4 and OSA.distance(flat, other_flat, score_cutoff=2) <= 2
    )


def _names(one: Record, other: Record) -> tuple[int | None, int | None, int | None]:
    """Given, family, and whether they stand in the same order: the reading that agrees better is taken."""
    straight = (name_level(one.given, other.given), name_level(one.family, other.family))
    if (straight[0] or 0) + (straight[1] or 0) >= 4:
        return *straight, 1
    swapped = (name_level(one.given, other.family), name_level(one.family, other.given))
    if max(swapped[0] or 0, swapped[1] or 0) >= 3 and _total(swapped) > _total(straight):
        return *_in_their_places(swapped, one, other), 0
    return *straight, None if straight == (None, None) else 1


def _in_their_places(
    swapped: tuple[int | None, int | None], one: Record, other: Record
) -> tuple[int | None, int | None]:
    """Given and family. Where a side has one name alone, the side that has both says which of the two it is."""
    if None in swapped:
        level = max(each for each in swapped if each is not None)
        return (None, level) if _is_family_alone(one, other) else (level, None)
    # The better one first, so that the pattern is the same from either side.
    low, high = sorted(swapped, key=lambda level: -1 if level is None else level)
    return high, low


def _is_family_alone(one: Record, other: Record) -> bool:
    """Whether the only name of one side, written as given name, is compared with the family name of the other."""
    return (not one.family and bool(other.given)) or (not other.family and bool(one.given))


def _total(levels: tuple[int | None, int | None]) -> int:
    # A name that differs weighs against a reading; one that is missing does not.
    return sum(-2 if level == 0 else (level or 0) for level in levels)


def _births(one: str, other: str) -> int | None:
    """4 the same, 3 one slip or day and month exchanged, 2 two parts of three, 1 the year alone, 0 differs."""
    if not one or not other:
        return None
    if len(one) != 8 or len(other) != 8:
        return 1 if one[:4] == other[:4] else 0
    if one == other:
        return 4
    wrong = [place for place in range(8) if one[place] != other[place]]
    if len(wrong) == 1 or _are_exchanged(one, other, wrong) or one == other[:4] + other[6:] + other[4:6]:
        return 3
    same = [one[:4] == other[:4], one[4:6] == other[4:6], one[6:] == other[6:]]
    if sum(same) == 2 or len(wrong) == 2:
        return 2
    return 1 if same[0] else 0


def _are_exchanged(one: str, other: str, wrong: list[int]) -> bool:
    """Whether two neighbouring digits, and nothing else, changed places."""
    if len(wrong) != 2 or wrong[1] != wrong[0] + 1:
        return False
    return one[wrong[0]] == other[wrong[1]] and one[wrong[1]] == other[wrong[0]]


def _best(mine: tuple[str, ...], theirs: tuple[str, ...], level_of: Callable[[str, str], int | None]) -> int | None:
    levels = (level_of(one, other) for one in mine for other in theirs)
    return max((level for level in levels if level is not None), default=None)


def _emails(one: str, other: str) -> int:
    """2 the same, 1 one slip or two between the same digits, or the same long mailbox elsewhere, 0 differs.

    ``laurent84`` and ``laurent85`` are seldom one person: who is second takes the next number.
    """
    if one == other:
        return 2
    box, other_box = one.split("@", maxsplit=1)[0], other.split("@", maxsplit=1)[0]
    if box == other_box and len(box) > 4:
        return 1
    return int(digits_of(one) == digits_of(other) and OSA.distance(one, other, score_cutoff=2) <= 2)


def _codes(one: str, other: str) -> int | None:
    """2 the same, 1 one slip, 0 differs."""
    if not one or not other:
        return None
    if one == other:
        return 2
    return 1 if OSA.distance(one, other, score_cutoff=1) <= 1 else 0


def _addresses(one: Record, other: Record) -> int | None:
    """4 street and number, 3 street nearly and number, 2 the street, 1 resembles, 0 differs."""
    if not one.street or not other.street:
        return None
    likeness = 100.0 if one.street == other.street else _street_likeness(one, other)
    has_number = _codes(one.number, other.number)
    if likeness >= 92:
        return 4 if has_number == 2 else 2 if has_number == 0 else 3
    if likeness >= 75:
        return 3 if has_number else 2
    return 1 if likeness >= 62 and has_number == 2 else 0


def _street_likeness(one: Record, other: Record) -> float:
    """0 to 100: the whole address, or its lines that agree best, since a line is often left out or moved."""
    whole = fuzz.ratio(one.street, other.street)
    if whole >= 92 or (len(one.lines) < 2 and len(other.lines) < 2):
        return whole
    lines = [
        fuzz.ratio(mine, theirs) for mine in one.lines for theirs in other.lines if min(len(mine), len(theirs)) > 5
    ]
    return max([whole, *lines])


def _places(one: Record, other: Record) -> int | None:
    """3 postcode and town, 2 one of them, 1 a postcode one slip away, 0 differs."""
    town = _texts(one.city, other.city)
    code = _codes(one.postcode, other.postcode)
    if town is None and code is None:
        return None
    if code == 2:
        return 2 if town == 0 else 3
    if code == 1:
        return 2 if town else 1
    return 2 if town else 0


def _texts(one: str, other: str) -> int | None:
    """2 the same, 1 nearly, or one is the other's beginning; of numbers one digit wrong; 0 differs."""
    if not one or not other:
        return None
    if one == other:
        return 2
    if one.isdigit() and other.isdigit():
        return int(len(one) > 2 and OSA.distance(one, other, score_cutoff=1) <= 1)
    if one.startswith(other) or other.startswith(one):
        return 1
    return 1 if fuzz.ratio(one, other, score_cutoff=80) > 0 else 0
