"""What was done for a request, in words: a step keeps codes and counts, since it outlives an erasure."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from clienteling.queries.words import channel_in_sentence
from consent.models import RequestStep, SubjectRequest

_WARNINGS = {1: "ten days before the end", 2: "three days before the end", 3: "the time is over"}
_FIELDS = {"other": "what stands elsewhere"}
# Of a table: ``crm.Purchase``. What an erasure took is listed under its request; the step says how much in all.
_TABLE = "."


def said_of_step(step: RequestStep) -> str:
    """Empty where there is nothing to add to what the step is called."""
    figures = {name: value for name, value in step.figures.items() if _TABLE not in name}
    said = [_SAID[name](value) for name, value in figures.items() if name in _SAID]
    if gone := sum(value for name, value in step.figures.items() if _TABLE in name):
        said.append(_counted(gone, "row"))
    return " · ".join(each for each in said if each)


def _counted(number: int, noun: str, plural: str = "") -> str:
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def _day(written: str) -> str:
    return f"until {date_format(timezone.localtime(datetime.fromisoformat(written)), 'j F Y')}"


def _label(choices: list[tuple[str, Any]]) -> Callable[[str], str]:
    words = {code: str(label) for code, label in choices}
    return lambda code: words.get(code, code)


_SAID: dict[str, Callable[[Any], str]] = {
    "by": _label(SubjectRequest.IdentityBy.choices),
    "why": _label(SubjectRequest.Refusal.choices),
    "channel": lambda channel: f"by {channel_in_sentence(channel)}",
    "due_at": _day,
    "warning": lambda number: _WARNINGS.get(number, ""),
    "fields": lambda names: ", ".join(_FIELDS.get(name, name.replace("_", " ")) for name in names),
    "recipients": lambda number: _counted(number, "connected system"),
    "rows": lambda number: _counted(number, "row"),
    "tables": lambda number: _counted(number, "table"),
    "attempts": lambda number: f"after {_counted(number, 'try', 'tries')}",
    "addresses": lambda number: _counted(number, "address is silent", "addresses are silent"),
    "houses": lambda number: _counted(number, "house draws no more conclusions", "houses draw no more conclusions"),
    "sha256": lambda digest: f"SHA-256 {digest[:12]}…",
}
