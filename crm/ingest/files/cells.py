"""From the text of a cell to a value. A file repeats its cells, so each distinct text is read once."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from crm.ingest.files.errors import CellError

T = TypeVar("T")
# Distinct texts remembered per column. A column of unique numbers would otherwise fill the memory.
REMEMBERED = 50_000
INTEGER_LIMIT = 2**31
OLDEST_YEAR = 1900
# Of the words that would have been right, as many stand in a reason.
MOST_NAMED = 12
# Stands before each item of a list that JSON gave: the ASCII unit separator, which no text holds.
LIST_MARK = "\x1f"


class Cells(dict[str, T], Generic[T]):
    """Text to value, read by ``read`` on first sight. Raises whatever ``read`` raises; failures are not kept."""

    def __init__(self, read: Callable[[str], T]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str) -> T:
        value = self._read(text)
        if len(self) >= REMEMBERED:
            self.clear()
        self[text] = value
        return value


class Constant(Generic[T]):
    """Stands for a column that the file does not have."""

    def __init__(self, value: T) -> None:
        self._value = value

    def __getitem__(self, text: str) -> T:
        return self._value


def shown(text: str) -> str:
    """The text as a person reads it in a reason: quoted, cut, on one line."""
    flat = " ".join(text.split())
    return f"“{flat[:40]}…”" if len(flat) > 40 else f"“{flat}”"


@dataclass(frozen=True, slots=True)
class TextRule:
    """``pattern``: its first group is kept; ``prefix``: put before what is not empty; ``longest``: with the prefix."""

    longest: int
    is_required: bool = False
    pattern: str = ""
    is_upper: bool = False
    prefix: str = ""


def text_reader(name: str, rule: TextRule) -> Callable[[str], str]:
    """Make every run of white space one blank, then follow the rule.

    Raises CellError with ``<name>_missing``, ``<name>_invalid`` or ``<name>_too_long``.
    """
    pattern = re.compile(rule.pattern) if rule.pattern else None

    def read(text: str) -> str:
        text = " ".join(text.split())
        if text and pattern is not None:
            text = _kept_by(pattern, name, text)
        if not text:
            return _nothing(name, rule.is_required)
        text = rule.prefix + (text.upper() if rule.is_upper else text)
        if len(text) > rule.longest:
            raise CellError(f"{name}_too_long", f"{shown(text)} has over {rule.longest} characters")
        return text

    return read


def _nothing(name: str, is_required: bool) -> str:
    if is_required:
        raise CellError(f"{name}_missing", f"the {name.replace('_', ' ')} is empty")
    return ""


def _kept_by(pattern: re.Pattern[str], name: str, text: str) -> str:
    match = pattern.fullmatch(text)
    if match is None:
        raise CellError(f"{name}_invalid", f"{shown(text)} does not look like the pattern {pattern.pattern}")
    # A pattern such as (\d+)|n/a leaves its group out where there is nothing to keep.
    return (match[1] or "") if pattern.groups else match[0]


def cut_reader(longest: int) -> Callable[[str], str]:
    """For words that nothing hangs on, such as a description: cut rather than refused."""
    return lambda text: " ".join(text.split())[:longest]


def decimal_reader(name: str, *, point: str, thousands: str, places: int, digits: int) -> Callable[[str], Decimal]:
    """A number of at most ``digits`` digits before the point and ``places`` after it; never rounded."""

    def read(text: str) -> Decimal:
        plain = text.strip().replace(thousands, "") if thousands else text.strip()
        number = _number(name, plain if point == "." else plain.replace(".", "?").replace(point, "."), text)
        if abs(number) >= 10**digits:
            raise CellError(f"{name}_too_large", f"{shown(text)} has more than {digits} digits before the point")
        if number != round(number, places):
            raise CellError(f"{name}_too_fine", f"{shown(text)} has more than {places} decimal places")
        return number

    return read


def _number(name: str, plain: str, text: str) -> Decimal:
    if not plain:
        raise CellError(f"{name}_missing", f"the {name.replace('_', ' ')} is empty")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        raise CellError(f"{name}_invalid", f"{shown(text)} is not a number") from None
    # "NaN", "Infinity" and "1_000" are numbers to Decimal, and to nobody's till.
    if not number.is_finite() or "_" in plain:
        raise CellError(f"{name}_invalid", f"{shown(text)} is not a number")
    return number


def integer_reader(name: str, *, point: str, thousands: str, takes_zero: bool = False) -> Callable[[str], int]:
    """A whole number, also when written as 6.0; not zero, unless ``takes_zero``."""
    decimal = decimal_reader(name, point=point, thousands=thousands, places=9, digits=12)

    def read(text: str) -> int:
        number = decimal(text)
        if number != int(number):
            raise CellError(f"{name}_invalid", f"{shown(text)} is not a whole number")
        if not number and not takes_zero:
            raise CellError(f"{name}_zero", f"the {name} is zero")
        if abs(number) >= INTEGER_LIMIT:
            raise CellError(f"{name}_too_large", f"{shown(text)} is beyond what is kept")
        return int(number)

    return read


def moment_reader(name: str, *, form: str, zone: ZoneInfo, now: datetime) -> Callable[[str], str]:
    """A time by ``strptime`` format, or ``iso``; without an offset it is local to ``zone``.

    Gives UTC as ISO 8601 with microseconds, so that texts sort as the moments do.
    """

    def read(text: str) -> str:
        try:
            moment = datetime.fromisoformat(text.strip()) if form == "iso" else datetime.strptime(text.strip(), form)  # noqa: DTZ007
            moment = (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
        except (ValueError, OverflowError):
            raise CellError(f"{name}_invalid", f"{shown(text)} is not a date in the form {form}") from None
        return _plausible(name, moment, text, now).isoformat(timespec="microseconds")

    return read


def _plausible(name: str, moment: datetime, text: str, now: datetime) -> datetime:
    if moment.year < OLDEST_YEAR:
        raise CellError(f"{name}_too_old", f"{shown(text)} is before {OLDEST_YEAR}")
    # A day of grace for clocks and zones.
    if moment > now + timedelta(days=1):
        raise CellError(f"{name}_in_future", f"{shown(text)} is in the future")
    return moment


def code_reader(name: str, codes: Mapping[str, T]) -> Callable[[str], T | None]:
    """A code that must be one of ``codes``; empty gives None."""

    def read(text: str) -> T | None:
        text = text.strip()
        if text and text not in codes:
            raise CellError(f"{name}_unknown", f"{shown(text)} is not the code of a {name} of this brand")
        return codes[text] if text else None

    return read


def day_reader(name: str, *, form: str, now: datetime) -> Callable[[str], str]:
    """A day by ``strptime`` format, or ``iso``; a time behind it is left out. Gives YYYY-MM-DD."""
    read_moment = moment_reader(name, form=form, zone=ZoneInfo("UTC"), now=now)

    def read(text: str) -> str:
        if form == "iso" and len(text.strip()) >= len("2026-01-01"):
            text = text.strip()[:10]
        return read_moment(text)[:10]

    return read


def future_day_reader(name: str, *, form: str) -> Callable[[str], str]:
    """A day that may lie ahead, such as one that was promised. Gives ISO 8601."""
    return day_reader(name, form=form, now=datetime(9998, 1, 1, tzinfo=UTC))


def choice_reader(name: str, choices: Mapping[str, T]) -> Callable[[str], T]:
    """One of these words, in either case. Raises CellError ``<name>_unknown``, which lists them."""
    folded = {word.casefold(): value for word, value in choices.items()}

    def read(text: str) -> T:
        try:
            return folded[text.strip().casefold()]
        except KeyError:
            known = ", ".join(sorted(choices)[:MOST_NAMED]) + ("…" if len(choices) > MOST_NAMED else "")
            raise CellError(f"{name}_unknown", f"{shown(text)} is none of: {known}") from None

    return read


def list_reader(name: str, *, longest: int, separator: str) -> Callable[[str], tuple[str, ...]]:
    """Texts between separators, in their order, each once. A list of JSON comes with LIST_MARK before each."""
    read_one = text_reader(name, TextRule(longest))

    def read(text: str) -> tuple[str, ...]:
        parts = text.split(LIST_MARK if text.startswith(LIST_MARK) else separator)
        return tuple(dict.fromkeys(one for one in map(read_one, parts) if one))

    return read
