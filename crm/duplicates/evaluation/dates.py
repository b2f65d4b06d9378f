"""Birth dates as files write them, mistyped ones too: a month 54 is still compared digit by digit."""

import re
from dataclasses import dataclass, field
from datetime import datetime

_PARTS = {"%Y": r"(?P<Y>\d{4})", "%m": r"(?P<m>\d{1,2})", "%d": r"(?P<d>\d{1,2})"}
_GUESSES = ("%Y-%m-%d", "%Y%m%d", "%d/%m/%Y", "%d.%m.%Y", "%Y/%m/%d", "%Y")
_TIME_AFTER = r"(?:\.0+)?(?:[T ].*)?"


@dataclass(frozen=True)
class DateForm:
    """``written``: as for strptime, such as ``%d/%m/%Y``; empty: ISO, digits, day first, or a year."""

    written: str = ""
    _patterns: list[re.Pattern[str]] = field(init=False)

    def __post_init__(self) -> None:
        forms = [self.written] if self.written else _GUESSES
        object.__setattr__(self, "_patterns", [_pattern_of(form) for form in forms])

    def digits(self, text: str) -> str:
        """``YYYYMMDD``, or ``YYYY`` where only the year is written; empty where the text is no date at all."""
        for pattern in self._patterns:
            if found := pattern.fullmatch(text.strip()):
                parts = found.groupdict()
                return parts["Y"] + "".join(parts[each].zfill(2) for each in "md" if parts.get(each))
        return self._parsed(text.strip())

    def _parsed(self, text: str) -> str:
        try:
            return f"{datetime.strptime(text, self.written):%Y%m%d}" if self.written else ""  # noqa: DTZ007
        except ValueError:
            # Not in this form: mistyped beyond reading, so nothing is known.
            return ""


def _pattern_of(form: str) -> re.Pattern[str]:
    escaped = re.escape(form)
    for directive, pattern in _PARTS.items():
        escaped = escaped.replace(re.escape(directive), pattern)
    # Without separators each part has its two digits.
    joined = escaped if re.search(r"[^%YmdA-Za-z]", form) else escaped.replace(r"\d{1,2}", r"\d{2}")
    return re.compile(joined + _TIME_AFTER)
