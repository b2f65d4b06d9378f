"""``{"kind": "birthday", "number": 14}``: within so many days, today included, by the brand's day."""

from dataclasses import dataclass

from crm.segments.fields import some_days
from crm.segments.fragment import Fragment, Scope, Span
from crm.segments.kind import Data, Field, Form, Kind, Path
from crm.segments.kinds.calendar import days_gained_and_lost, days_of_year
from crm.segments.rules import Leaf
from crm.segments.words import days_long

# As the index client_by_birthday has it (crm.models.client).
DAY_OF_YEAR = "((EXTRACT(MONTH FROM c.birth_date) * 100 + EXTRACT(DAY FROM c.birth_date))::int)"
LONGEST = 300


@dataclass(frozen=True)
class Birthday(Leaf):
    days: int


def read(data: Data, path: Path) -> Birthday:
    return Birthday(some_days(data, path, LONGEST))


def members(leaf: Birthday, scope: Scope) -> Fragment:
    among = scope.among("c.id")
    return Fragment(_born_on() + among.text, (days_of_year(scope.today, leaf.days), *among.values))


def expired(leaf: Birthday, span: Span) -> Fragment | None:
    before, today = span.days
    if before == today:
        return None
    return Fragment(_born_on(), (days_gained_and_lost(before, today, leaf.days),))


def _born_on() -> str:
    return f"SELECT c.id AS client_id FROM crm_client c WHERE c.birth_date IS NOT NULL AND {DAY_OF_YEAR} = ANY(%s)"


def words(leaf: Birthday) -> str:
    return f"Has a birthday within {days_long(leaf.days)}"


_FIELDS = (Field("number", "Within so many days", hint="Today counts.", is_number=True),)
BIRTHDAY = Kind(
    "birthday", Birthday, read, members, words, (Form("birthday", "Who they are", "Birthday", _FIELDS),), expired
)
