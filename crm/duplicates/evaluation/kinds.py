"""What a column that has no name of ours holds: told by the map, else by its values."""

import re
from collections.abc import Callable, Sequence

from crm.duplicates.evaluation.dates import DateForm

KINDS = ("text", "number", "date", "identifier")
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
_IDENTIFIER = re.compile(r"[\w./-]{5,}")
_MOST, _LOOKED_AT = 0.9, 5_000
# Numbers that most records share with nobody, or with their double alone, are given to persons.
_DISTINCT = 0.4


def kind_of(values: Sequence[str], date: DateForm) -> str:
    """One of ``KINDS``, by the first thousands of values that are not empty."""
    known = [value for value in values if value][:_LOOKED_AT]
    if not known:
        return "text"
    if _share(known, lambda value: len(value) > 5 and len(date.digits(value)) == 8 and not value.isdigit()) > _MOST:
        return "date"
    is_distinct = len(set(known)) > _DISTINCT * len(known)
    if is_distinct and _share(known, _looks_given) > _MOST:
        return "identifier"
    return "number" if _share(known, lambda value: bool(_NUMBER.fullmatch(value))) > _MOST else "text"


def as_compared(value: str, kind: str, date: DateForm) -> str:
    """A value as a text whose equality says that the two agree."""
    if kind == "date":
        return date.digits(value)
    if kind == "number" and _NUMBER.fullmatch(value):
        return f"{float(value.replace(',', '.')):.10g}".replace(".", "p")
    return value


def _looks_given(value: str) -> bool:
    return bool(_IDENTIFIER.fullmatch(value)) and any(letter.isdigit() for letter in value)


def _share(values: Sequence[str], holds: Callable[[str], bool]) -> float:
    return sum(map(holds, values)) / len(values)
