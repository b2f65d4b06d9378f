"""What a file probably is, and what its columns probably mean: from the names in its header and the look of its cells.

A guess is a proposal. A person confirms it on the screen, where each column stands beside what would be read of it.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import phonenumbers

from crm.ingest.files.currencies import CURRENCIES
from crm.ingest.files.fields import Field
from crm.ingest.files.header_words import HEADER_WORDS
from crm.ingest.files.kinds import Kind
from crm.ingest.files.looks import is_date_text
from crm.ingest.files.sample import Sample

# By its own name; by a word that people write for it; by the look of its cells alone.
OWN_NAME, WORD, LOOK = 3.0, 2.0, 0.5
# A cell that looks otherwise than its column should speaks against the column.
AGAINST = 1.5
LOOKED_AT = 50
_SIGNS = re.compile(r"[\W_]+")
_HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_LOOKS: dict[str, Callable[[str], bool]] = {
    "email": lambda text: bool(re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text)),
    "phone": lambda text: bool(re.fullmatch(r"\+?[\d\s().\-/]{6,20}", text)) and sum(map(str.isdigit, text)) >= 6,
    "number": lambda text: bool(re.fullmatch(r"-?[\d.,'\s]+", text)),
    "currency": lambda text: text.upper() in CURRENCIES,
    "country": lambda text: text.upper() in phonenumbers.SUPPORTED_REGIONS,
    "day": is_date_text,
    "moment": is_date_text,
}
# What nobody but the column itself can tell by its look: a date of birth looks like any other date.
_TELLING = {"email", "currency"}


@dataclass(frozen=True)
class Guess:
    """``columns``: field to column; ``score``: how well the whole fits the kind, to compare kinds by."""

    kind: str
    columns: dict[str, str]
    score: float


def header_key(name: str) -> str:
    """A header as it is compared: ``E-Mail_Address`` becomes ``e mail address``, ``emailAddress`` ``email address``."""
    plain = unicodedata.normalize("NFKD", _HUMPS.sub(" ", name.replace("ß", "ss")))
    plain = "".join(each for each in plain if not unicodedata.combining(each))
    return _SIGNS.sub(" ", plain.lower()).strip()


def guess_kind(sample: Sample, kinds: Iterable[type[Kind]], file_name: str = "") -> Guess:
    """The kind that fits best, with its columns. The file's own name decides between equals."""
    guesses = [guess_columns(sample, kind) for kind in kinds]
    named = header_key(file_name).split()
    return max(guesses, key=lambda guess: guess.score + (1.5 if guess.kind in named else 0))


def guess_columns(sample: Sample, kind: type[Kind]) -> Guess:
    """Each column to at most one field and each field to at most one column, the best fit first."""
    fits = [
        (fit, -place, each.name, column)
        for place, column in enumerate(sample.header)
        for each in kind.fields
        if not each.is_many and (fit := _fit(each, column, sample.values_of(column)[:LOOKED_AT])) > 0
    ]
    columns: dict[str, str] = {}
    score = 0.0
    for fit, _, name, column in sorted(fits, reverse=True):
        if name not in columns and column not in columns.values():
            columns[name] = column
            score += fit
    return Guess(kind.name, columns | _many(kind.fields, sample.header, columns), score - _lacking(kind, columns))


def _fit(each: Field, column: str, values: Sequence[str]) -> float:
    looks = _LOOKS.get(each.looks)
    share = sum(map(looks, values)) / len(values) if looks and values else None
    name = _fit_of_name(each.name, column)
    if not name:
        return LOOK if each.looks in _TELLING and share is not None and share > 0.8 else 0
    if share is None:
        return name
    return name + LOOK * share - AGAINST * (1 - share)


def _fit_of_name(name: str, column: str) -> float:
    # Of a dotted path the last step names the value, and the whole of it may be more exact.
    keys = {header_key(column), header_key(column.rsplit(".", 1)[-1])}
    if header_key(name) in keys:
        return OWN_NAME
    return WORD if keys & HEADER_WORDS.get(name, frozenset()) else 0


def _many(fields: Iterable[Field], header: Sequence[str], columns: dict[str, str]) -> dict[str, str]:
    """Columns such as ``taste.ring size`` or ``properties.sku``, whose beginning names a field of many."""
    prefixes = {each.name for each in fields if each.is_many}
    taken = set(columns.values())
    return {
        name: name for name in header if name not in taken and f"{name.partition('.')[0]}." in prefixes and "." in name
    }


def _lacking(kind: type[Kind], columns: dict[str, Any]) -> float:
    """A kind whose needed columns are not there is hardly the kind of this file."""
    return sum(OWN_NAME for each in kind.fields if each.is_required and each.name not in columns)
