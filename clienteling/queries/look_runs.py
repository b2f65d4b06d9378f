"""Looks that are one deed, shown as one: a file of two hundred clients is one line of the desk, not two hundred."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from consent.models import AccessEntry


@dataclass(frozen=True)
class LookRun:
    """``entry``: the newest of them; ``count``: of clients, or of lists."""

    entry: AccessEntry
    count: int


def look_runs(entries: Iterable[AccessEntry]) -> list[LookRun]:
    """Neighbours by the same hand, within the same minute, for the same."""
    return [LookRun(run[0], len(run)) for run in (list(each) for _, each in groupby(entries, key=_deed))]


def _deed(entry: AccessEntry) -> tuple[object, ...]:
    minute = entry.at.replace(second=0, microsecond=0)
    # What follows the first two words of a reason is a number: "destination 7 message 3".
    why = " ".join(entry.why.split()[:2])
    return entry.user_id, entry.api_key, entry.action, tuple(entry.fields), why, entry.client_id is None, minute
