"""What is compared of a person, folded: the same for a client of the house and for a line of anybody's file."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from crm.duplicates.spelling import latin_words

_DIGITS = re.compile(r"\d+")
# A telephone number's last nine digits are the same with and without country and trunk prefix.
_PHONE_DIGITS = 9
_PLACEHOLDERS = frozenset({"na", "n a", "nan", "nil", "none", "null", "unknown", "undefined", "xxx", "missing", "test"})
# What kind of way it is, which says nothing of which: two streets are not alike for being streets.
_KINDS_OF_WAY = frozenset(
    {
        "al", "allee", "av", "ave", "avenue", "bd", "blvd", "boulevard", "calle", "chaussee", "chemin", "circle",
        "circuit", "close", "corso", "court", "cove", "cr", "crescent", "ct", "de", "della", "des", "di", "dr",
        "drive", "du", "gasse", "la", "lane", "le", "les", "ln", "lu", "parade", "piazza", "pl", "place", "platz",
        "plaza", "quai", "rd", "road", "route", "rua", "rue", "sq", "square", "st", "str", "strasse", "street",
        "terrace", "the", "ul", "ulitsa", "via", "viale", "way", "weg",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Raw:
    """A person as written somewhere. Dates are ``YYYYMMDD``, or ``YYYY`` where only the year is known."""

    given_name: str = ""
    family_name: str = ""
    full_name: str = ""
    birth_date: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    house_number: str = ""
    address: tuple[str, ...] = ()
    city: str = ""
    postcode: str = ""
    texts: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """A person as compared: Latin letters, no case, no accents; empty where nothing is known."""

    given: str = ""
    family: str = ""
    birth: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    number: str = ""
    street: str = ""
    lines: tuple[str, ...] = ()
    city: str = ""
    postcode: str = ""
    texts: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()


def fold_record(raw: Raw) -> Record:
    """Placeholders such as "unknown" become empty; a full name is split where its parts are not given."""
    given, family = _words(raw.given_name), _words(raw.family_name)
    if not (given or family) and raw.full_name:
        given, family = _split_name(raw.full_name)
    lines = tuple(filter(None, (_way(_words(line)) for line in raw.address)))
    number, lines = (_words(raw.house_number), lines) if raw.house_number else _number_of(lines)
    return Record(
        given=given,
        family=family,
        birth=_date(raw.birth_date),
        emails=_distinct(value.strip().lower() for value in raw.emails if "@" in value),
        phones=_distinct(_phone(value) for value in raw.phones),
        number=number,
        street=" ".join(sorted(" ".join(lines).split())),
        lines=lines,
        city=_words(raw.city),
        postcode=_words(raw.postcode).replace(" ", ""),
        texts=tuple(_words(value) for value in raw.texts),
        identifiers=tuple(_words(value).replace(" ", "") for value in raw.identifiers),
    )


def digits_of(text: str) -> str:
    """The digits of a text, in order."""
    return "".join(_DIGITS.findall(text))


def _words(text: str) -> str:
    folded = " ".join(latin_words(text))
    return "" if folded in _PLACEHOLDERS else folded


def _way(line: str) -> str:
    """An address line without the kind of way, unless there is nothing else."""
    return " ".join(word for word in line.split() if word not in _KINDS_OF_WAY) or line


def _split_name(text: str) -> tuple[str, str]:
    """``Laurent, Camille`` or ``Camille Laurent``: the family name before a comma, else the last word."""
    if "," in text:
        family, given = text.split(",", 1)
        return _words(given), _words(family)
    given, _, family = _words(text).rpartition(" ")
    return given, family


def _date(text: str) -> str:
    digits = digits_of(text)
    # The first of January 1900 and a row of noughts are what forms write when nobody said a date.
    return "" if len(digits) not in (4, 8) or digits in {"19000101", "00000000", "0000"} else digits


def _phone(text: str) -> str:
    digits = digits_of(text)
    return "" if len(set(digits)) < 3 else digits[-_PHONE_DIGITS:]


def _number_of(lines: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The first number that stands in the lines of an address, and the lines without it."""
    for place, line in enumerate(lines):
        for word in line.split():
            if word[0].isdigit():
                rest = " ".join(each for each in line.split() if each != word)
                return word, tuple(filter(None, (*lines[:place], rest, *lines[place + 1 :])))
    return "", lines


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
