"""What a kind of file may have in a row: the field's name, what it means to a person, and how its text is read."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import available_timezones

import msgspec
import phonenumbers

from crm.ingest.files import cells
from crm.ingest.files.cells import TextRule, shown
from crm.ingest.files.currencies import CURRENCIES
from crm.ingest.files.errors import CellError
from crm.ingest.files.mapping import Mapping as FileMapping

Read = Callable[[str], Any]
_LANGUAGE = re.compile("[a-z]{2,3}(-[a-z0-9]{2,8})*")
FLAGS = {
    **dict.fromkeys(("1", "true", "yes", "y", "oui", "o", "si", "sì", "ja", "j", "是", "x"), True),
    **dict.fromkeys(("0", "false", "no", "n", "non", "nein", "否"), False),
}


@dataclass(frozen=True)
class Reading:
    """What readers need besides the text. ``boutiques``: code to id, of the brand."""

    mapping: FileMapping
    now: datetime
    boutiques: Mapping[str, int] = field(default_factory=dict)

    @property
    def form(self) -> dict[str, str]:
        return self.mapping.file


# A form makes the reader of one field; the reader raises CellError with codes that begin with the field's name.
Form = Callable[[str, Reading], Read]


def text(longest: int) -> Form:
    """One line of text, at most so long."""
    return lambda name, reading: cells.text_reader(_plain(name), TextRule(longest))


@dataclass(frozen=True)
class Field:
    """``looks``: what its values look like, for a guess. ``empty``: the value of an empty cell.

    A name that ends with a dot stands for many: ``taste.`` for a column of each taste.
    """

    name: str
    about: str
    form: Form = text(200)
    is_required: bool = False
    looks: str = ""
    empty: Any = ""

    @property
    def is_many(self) -> bool:
        return self.name.endswith(".")


def long_text(longest: int) -> Form:
    """Text that keeps its line ends."""

    def make(name: str, reading: Reading) -> Read:
        def read(value: str) -> str:
            value = value.strip()
            if len(value) > longest:
                raise CellError(f"{name}_too_long", f"{shown(value)} has over {longest} characters")
            return value

        return read

    return make


def moment(name: str, reading: Reading) -> Read:
    """Gives UTC as ISO 8601."""
    return cells.moment_reader(name, form=reading.form["date"], zone=reading.mapping.zone, now=reading.now)


def day(name: str, reading: Reading) -> Read:
    return cells.day_reader(_plain(name), form=_day_form(reading), now=reading.now)


def future_day(name: str, reading: Reading) -> Read:
    return cells.future_day_reader(name, form=_day_form(reading))


def _day_form(reading: Reading) -> str:
    """Days stand without the time that moments of the same file have."""
    return reading.form["date"].split(" ")[0].split("T")[0]


def money(name: str, reading: Reading) -> Read:
    """An amount of two decimals at most, never negative."""
    form = reading.form
    decimal = cells.decimal_reader(name, point=form["decimal"], thousands=form["thousands"], places=2, digits=10)

    def read(value: str) -> Decimal:
        amount = decimal(value)
        if amount < 0:
            raise CellError(f"{name}_negative", f"{shown(value)} is negative")
        return amount

    return read


def whole(*, least: int, most: int = cells.INTEGER_LIMIT - 1) -> Form:
    """A whole number between two bounds."""

    def make(name: str, reading: Reading) -> Read:
        form = reading.form
        integer = cells.integer_reader(name, point=form["decimal"], thousands=form["thousands"], takes_zero=True)

        def read(value: str) -> int:
            number = integer(value)
            if number < least:
                code = f"{name}_negative" if least == 0 else f"{name}_too_small"
                raise CellError(code, f"{shown(value)} is less than {least}")
            if number > most:
                raise CellError(f"{name}_too_large", f"{shown(value)} is more than {most}")
            return number

        return read

    return make


def choice(*values: str, **others: str) -> Form:
    """One of these words; ``others``: further words, and the value that they stand for."""
    return lambda name, reading: cells.choice_reader(name, {**{value: value for value in values}, **others})


def flag(name: str, reading: Reading) -> Read:
    return cells.choice_reader(name, FLAGS)


def listed(longest: int) -> Form:
    """Texts between the separator that [file] names ``list``."""
    return lambda name, reading: cells.list_reader(name, longest=longest, separator=reading.form["list"])


def currency(name: str, reading: Reading) -> Read:
    def read(value: str) -> str:
        code = value.strip().upper()
        if code not in CURRENCIES:
            raise CellError(f"{name}_invalid", f"{shown(value)} is no currency code such as EUR")
        return code

    return read


def country(name: str, reading: Reading) -> Read:
    """ISO 3166-1 alpha-2. Names of countries are translated by [values] of the mapping."""

    def read(value: str) -> str:
        code = value.strip().upper()
        # The regions that have a telephone are the countries, and the list is kept up to date by its library.
        if code not in phonenumbers.SUPPORTED_REGIONS:
            raise CellError(f"{name}_unknown", f"{shown(value)} is no country code of two letters, such as FR")
        return code

    return read


def zone(name: str, reading: Reading) -> Read:
    """A name of the IANA time zone database: a wrong one would be found out at the first message."""
    known = {each.casefold(): each for each in available_timezones()}
    return cells.choice_reader(name, known)


def language(name: str, reading: Reading) -> Read:
    """A language tag (RFC 5646), in small letters: fr, zh-hans."""

    def read(value: str) -> str:
        tag = value.strip().lower().replace("_", "-")
        if not _LANGUAGE.fullmatch(tag) or len(tag) > 12:
            raise CellError(f"{name}_invalid", f"{shown(value)} is no code of a language, such as fr")
        return tag

    return read


def boutique(name: str, reading: Reading) -> Read:
    """The id of a boutique of the brand, by its code."""
    return cells.code_reader(name, reading.boutiques)


def json_object(name: str, reading: Reading) -> Read:
    decode = msgspec.json.Decoder(dict[str, Any]).decode

    def read(value: str) -> dict[str, Any]:
        try:
            return decode(value)
        except (msgspec.DecodeError, RecursionError):
            raise CellError(f"{name}_invalid", f"{shown(value)} is not a JSON object") from None

    return read


def _plain(name: str) -> str:
    """What a code may begin with: ``taste`` for ``taste.ring size``."""
    return name.partition(".")[0]
