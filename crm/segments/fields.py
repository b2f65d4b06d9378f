"""The values of a rule, each checked as it is read."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from crm.segments.errors import SegmentError

MOST_DAYS = 3650
MOST_VALUES = 100
LONGEST_VALUE = 80
LARGEST_NUMBER = Decimal(1_000_000_000)
COMPARISONS = ("at_least", "at_most")
TESTS = ("one_of", "none_of", "known", "unknown")

Data = Mapping[str, Any]
Path = tuple[int, ...]


def text(data: Data, name: str, longest: int, path: Path) -> str:
    """A text that is there, without the spaces around it."""
    found = data.get(name)
    if not isinstance(found, str) or not found.strip():
        raise SegmentError("missing_value", f"{_shown(name)} is missing.", path)
    return _fitting(found.strip(), name, longest, path)


def text_or_none(data: Data, name: str, longest: int, path: Path) -> str:
    """The same, or "" where there is none."""
    return text(data, name, longest, path) if data.get(name) else ""


def choice(data: Data, name: str, among: Sequence[str], path: Path) -> str:
    if data.get(name) not in among:
        code = "unknown_field" if name == "field" else "unknown_choice"
        raise SegmentError(code, f"{_shown(name)} is one of {', '.join(among)}.", path)
    return str(data[name])


def values(data: Data, path: Path) -> tuple[str, ...]:
    """One to a hundred texts, in their order."""
    found = data.get("values")
    if not isinstance(found, list) or not found:
        raise SegmentError("missing_value", "At least one value is needed.", path)
    if len(found) > MOST_VALUES:
        raise SegmentError("too_long", f"A rule takes {MOST_VALUES} values at most.", path)
    return tuple(_value(each, path) for each in found)


def values_among(data: Data, among: Sequence[str], path: Path) -> tuple[str, ...]:
    """The same, each of a list that is known beforehand."""
    found = values(data, path)
    if strange := next((each for each in found if each not in among), None):
        raise SegmentError("unknown_choice", f"{strange!r} is none of {', '.join(among)}.", path)
    return found


def number(data: Data, path: Path, *, whole: bool) -> Decimal:
    """A number from 0 to a milliard; whole where parts make no sense."""
    found = data.get("number")
    try:
        read = Decimal(str(found)) if isinstance(found, int | float | str) and not isinstance(found, bool) else None
    except InvalidOperation:
        read = None
    if read is None or not read.is_finite():
        raise SegmentError("not_a_number", "A number is needed.", path)
    if not 0 <= read <= LARGEST_NUMBER or (whole and read != read.to_integral_value()):
        raise SegmentError("out_of_range", f"A {'whole ' if whole else ''}number from 0 on is needed.", path)
    return read


def comparison_and_count(data: Data, path: Path) -> tuple[str, int]:
    """At least or at most so many; at least none would be true of everybody."""
    comparison, count = choice(data, "comparison", COMPARISONS, path), int(number(data, path, whole=True))
    if comparison == "at_least" and count == 0:
        raise SegmentError("says_nothing", "At least 0 is true of everybody.", path)
    return comparison, count


def days(data: Data, path: Path, name: str = "days") -> int | None:
    """The length of a window, or None for ever."""
    found = data.get(name)
    if found is None:
        return None
    if not isinstance(found, int) or isinstance(found, bool) or not 1 <= found <= MOST_DAYS:
        raise SegmentError("out_of_range", f"A window is 1 to {MOST_DAYS:,} days.", path)
    return found


def some_days(data: Data, path: Path, most: int = MOST_DAYS) -> int:
    """A number of days that must be there."""
    count = number(data, path, whole=True)
    if not 1 <= count <= most:
        raise SegmentError("out_of_range", f"1 to {most:,} days are needed.", path)
    return int(count)


def _value(found: object, path: Path) -> str:
    if not isinstance(found, str) or not found.strip():
        raise SegmentError("missing_value", "A value is a text.", path)
    return _fitting(found.strip(), "value", LONGEST_VALUE, path)


def _fitting(found: str, name: str, longest: int, path: Path) -> str:
    if len(found) > longest or "\0" in found:
        raise SegmentError("too_long", f"{_shown(name)} takes {longest} characters at most.", path)
    return found


def _shown(name: str) -> str:
    return name.replace("_", " ").capitalize()
