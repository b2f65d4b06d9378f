"""``{"kind": "key_date", "number": 14, "name": "wedding"}``: a date that matters to her, within so many days."""

from dataclasses import dataclass

from crm.segments.fields import some_days, text_or_none
from crm.segments.fragment import Fragment, Scope, Span
from crm.segments.kind import Data, Field, Form, Kind, Path
from crm.segments.kinds.calendar import days_gained_and_lost, days_of_year
from crm.segments.rules import Leaf
from crm.segments.words import days_long

LONGEST = 300


@dataclass(frozen=True)
class KeyDate(Leaf):
    """``name`` as the house writes it, in any case; "": any of them."""

    days: int
    name: str = ""


def read(data: Data, path: Path) -> KeyDate:
    return KeyDate(some_days(data, path, LONGEST), text_or_none(data, "name", 60, path))


def members(leaf: KeyDate, scope: Scope) -> Fragment:
    among, dated = scope.among("c.id"), _dated(leaf, days_of_year(scope.today, leaf.days))
    return Fragment(dated.text + among.text, (*dated.values, *among.values))


def expired(leaf: KeyDate, span: Span) -> Fragment | None:
    before, today = span.days
    return None if before == today else _dated(leaf, days_gained_and_lost(before, today, leaf.days))


def _dated(leaf: KeyDate, days: list[int]) -> Fragment:
    """Dates are kept as MM-DD; who has none is not even looked at (index client_with_key_dates)."""
    written = [f"{each // 100:02d}-{each % 100:02d}" for each in days]
    text = (
        "SELECT c.id AS client_id FROM crm_client c, LATERAL jsonb_array_elements("
        "CASE jsonb_typeof(c.key_dates) WHEN 'array' THEN c.key_dates ELSE '[]' END) kept"
        " WHERE c.key_dates <> '[]' AND kept ->> 'date' = ANY(%s)"
    )
    if not leaf.name:
        return Fragment(text, (written,))
    return Fragment(f"{text} AND lower(kept ->> 'name') = %s", (written, leaf.name.lower()))


def words(leaf: KeyDate) -> str:
    return f"{leaf.name.capitalize() if leaf.name else 'A date that matters'} is within {days_long(leaf.days)}"


_FIELDS = (
    Field("number", "Within so many days", hint="Today counts.", is_number=True),
    Field("name", "Name of the date", hint="Such as wedding. Empty: any.", is_optional=True),
)
KEY_DATE = Kind(
    "key_date",
    KeyDate,
    read,
    members,
    words,
    (Form("key_date", "Who they are", "Date that matters", _FIELDS),),
    expired,
)
