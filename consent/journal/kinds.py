"""The kinds of lines of a journal: what is written of a row, and how a line is carried out again.

What belongs to the apps above they register when they are ready, so that nothing here imports them.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.apps import apps

from consent.journal.folder import Line
from consent.models import JournalEntry

# Said of what is written again; what a person wrote then is not in the journal.
REASON = "replayed from the journal"
Make = Callable[[Sequence[int]], dict[int, Line]]
CarryOut = Callable[[Line, list[Any]], None]

_makers: dict[str, Make] = {}
_how: dict[str, CarryOut] = {}


class MissingHereError(Exception):
    """The database has not what a line is about, such as a house that was founded after the backup."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def register_kind(kind: JournalEntry.Kind, *, make: Make, carry_out: CarryOut) -> None:
    """``make(ids)``: the line of each row that is still there. ``carry_out(line, clients)``: on every record that it
    is about, in a transaction; again changes nothing. Raises MissingHereError."""
    _makers[kind.value] = make
    _how[kind.value] = carry_out


def make_lines(kind: str, ids: Sequence[int]) -> dict[int, Line]:
    return _makers[kind](ids)


def carry_out_line(line: Line, clients: list[Any]) -> None:
    _how[line["kind"]](line, clients)


def brand_of(code: str) -> Any:
    """Raises MissingHereError: a house of that code has to be there first."""
    found = apps.get_model("crm", "Brand")._default_manager.filter(code=code).first()
    if found is None:
        raise MissingHereError(f"house {code}")
    return found


def moment_of(text: str) -> datetime:
    return datetime.fromisoformat(text)
