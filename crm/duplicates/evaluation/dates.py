"""Birth dates as files write them, mistyped ones too: a month 54 is still compared digit by digit."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

_PARTS = {"%Y": r"(?P<Y>\d{4})", "%m": r"(?P<m>\d{1,2})", "%d": r"(?P<d>\d{1,2})"}
_TIME_AFTER = r"(?:\.0+)?(?:[Tt ].*)?"
_YEAR_FIRST = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})\D?" + _TIME_AFTER)
_YEAR_LAST = re.compile(r"(\d{1,2})\D{1,2}(\d{1,2})\D{1,2}(\d{4}|\d{2})" + _TIME_AFTER)
_DIGITS = re.compile(r"(\d{8}|\d{4})" + _TIME_AFTER)
_NAMED = re.compile(r"(?:[a-z]+,?\s+)?(\d{1,2})?\W*([a-z]{3,})\W*(\d{1,2})?\W+(\d{4})" + _TIME_AFTER)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Nobody was born later than this is read: 24 is 2024, 31 is 1931.
_NEWEST_SHORT_YEAR = 25
_SEEN = 2_000


@dataclass(frozen=True)
class DateForm:
    """``written``: as for strptime, such as ``%d/%m/%Y``.

    Empty: year, month and day in any of the usual orders; which of two small numbers is the day, ``is_day_first`` says.
    """

    written: str = ""
    is_day_first: bool = True
    _pattern: re.Pattern[str] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_pattern", _pattern_of(self.written) if self.written else None)

    def digits(self, text: str) -> str:
        """``YYYYMMDD``, or ``YYYY`` where only the year is written; empty where the text is no date at all."""
        text = text.strip()
        if self._pattern is None:
            return self._guessed(text.lower())
        if found := self._pattern.fullmatch(text):
            parts = found.groupdict()
            return parts["Y"] + "".join(parts[each].zfill(2) for each in "md" if parts.get(each))
        return self._parsed(text)

    def learnt_from(self, texts: Iterable[str]) -> "DateForm":
        """The same, with the order of day and month that more of these texts can be read in."""
        found = [each for each in map(_YEAR_LAST.fullmatch, (text.strip() for text in texts)) if each]
        day_first = sum(int(each[1]) > 12 for each in found[:_SEEN])
        month_first = sum(int(each[2]) > 12 for each in found[:_SEEN])
        return replace(self, is_day_first=day_first >= month_first)

    def _guessed(self, text: str) -> str:
        if found := _DIGITS.fullmatch(text):
            return found[1]
        if found := _YEAR_FIRST.fullmatch(text):
            return found[1] + found[2].zfill(2) + found[3].zfill(2)
        if found := _YEAR_LAST.fullmatch(text):
            day, month = (found[1], found[2]) if self.is_day_first else (found[2], found[1])
            return _whole_year(found[3]) + month.zfill(2) + day.zfill(2)
        found = _NAMED.fullmatch(text)
        if found and found[2][:3] in _MONTHS and (found[1] or found[3]):
            return f"{found[4]}{_MONTHS.index(found[2][:3]) + 1:02}{(found[1] or found[3]).zfill(2)}"
        return ""

    def _parsed(self, text: str) -> str:
        try:
            return f"{datetime.strptime(text, self.written):%Y%m%d}"  # noqa: DTZ007
        except ValueError:
            # Not in this form: mistyped beyond reading, so nothing is known.
            return ""


def _whole_year(year: str) -> str:
    if len(year) == 4:
        return year
    return f"{20 if int(year) <= _NEWEST_SHORT_YEAR else 19}{year}"


def _pattern_of(form: str) -> re.Pattern[str]:
    escaped = re.escape(form)
    for directive, pattern in _PARTS.items():
        escaped = escaped.replace(re.escape(directive), pattern)
    # Without separators each part has its two digits.
    joined = escaped if re.search(r"[^%YmdA-Za-z]", form) else escaped.replace(r"\d{1,2}", r"\d{2}")
    return re.compile(joined + _TIME_AFTER)
