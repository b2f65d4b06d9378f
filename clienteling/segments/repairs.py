"""Pieces that came back: ``{"kind": "repair", "state": "open", "comparison": "at_least", "number": 1, "days": 90}``."""

from dataclasses import dataclass

from clienteling.models.care import Repair
from crm.segments.everybody import compared
from crm.segments.fields import choice, comparison_and_count, days
from crm.segments.fragment import Fragment, Scope, Span, chained
from crm.segments.kind import Data, Field, Form, Kind, Path
from crm.segments.rules import Leaf
from crm.segments.words import COMPARISONS, window

STATES = {"any": "any", "open": "under way", **{str(code): str(label).lower() for code, label in Repair.Status.choices}}


@dataclass(frozen=True)
class Repairs(Leaf):
    """``state``: any, open (not handed over yet), or a status of a repair. ``days``: opened in a window."""

    state: str
    comparison: str
    number: int
    days: int | None = None


def read(data: Data, path: Path) -> Repairs:
    return Repairs(choice(data, "state", tuple(STATES), path), *comparison_and_count(data, path), days(data, path))


def members(leaf: Repairs, scope: Scope) -> Fragment:
    counted = chained(
        Fragment("SELECT q.client_id FROM clienteling_repair q WHERE q.brand_id = %s", (scope.brand_id,)),
        _in_state(leaf.state),
        scope.since("q.opened_at", leaf.days),
        scope.among("q.client_id"),
        Fragment(" GROUP BY q.client_id HAVING count(*)"),
    )
    return compared(counted, leaf.comparison, leaf.number, scope)


def _in_state(state: str) -> Fragment:
    if state == "any":
        return Fragment("")
    return Fragment(" AND q.closed_at IS NULL") if state == "open" else Fragment(" AND q.status = %s", (state,))


def expired(leaf: Repairs, span: Span) -> Fragment | None:
    if leaf.days is None:
        return None
    start = Fragment("SELECT q.client_id FROM clienteling_repair q WHERE q.brand_id = %s", (span.brand_id,))
    return chained(start, span.passed("q.opened_at", leaf.days))


def words(leaf: Repairs) -> str:
    state = "" if leaf.state == "any" else f" {STATES[leaf.state]}"
    if leaf.comparison == "at_most" and leaf.number == 0:
        return f"Has no repair{state}{window(leaf.days)}"
    repairs = "repair" if leaf.number == 1 else "repairs"
    return f"Has {COMPARISONS[leaf.comparison]} {leaf.number:,} {repairs}{state}{window(leaf.days)}"


_FIELDS = (
    Field("state", "Repairs", tuple(STATES.items())),
    Field("comparison", "How many", tuple(COMPARISONS.items())),
    Field("number", "Repairs", is_number=True),
    Field("days", "Opened in the last so many days", hint="Empty: ever.", is_number=True, is_optional=True),
)
REPAIR = Kind("repair", Repairs, read, members, words, (Form("repair", "Our relation", "Repairs", _FIELDS),), expired)
