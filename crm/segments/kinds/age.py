"""``{"kind": "age", "comparison": "at_least", "number": 30}``: in full years, by the brand's day."""

from dataclasses import dataclass

from crm.segments.errors import SegmentError
from crm.segments.fields import COMPARISONS, choice, number
from crm.segments.fragment import Fragment, Scope, Span
from crm.segments.kind import Data, Field, Form, Kind, Path
from crm.segments.rules import Leaf
from crm.segments.words import COMPARISONS as COMPARISON_WORDS

OLDEST = 130


@dataclass(frozen=True)
class Age(Leaf):
    """Whose date of birth is unknown is in neither comparison."""

    comparison: str
    number: int


def read(data: Data, path: Path) -> Age:
    comparison, years = choice(data, "comparison", COMPARISONS, path), int(number(data, path, whole=True))
    if not 1 <= years <= OLDEST:
        raise SegmentError("out_of_range", f"An age is 1 to {OLDEST} years.", path)
    return Age(comparison, years)


def members(leaf: Age, scope: Scope) -> Fragment:
    """At most 30 is: not yet 31."""
    among = scope.among("c.id")
    sign, years = ("<=", leaf.number) if leaf.comparison == "at_least" else (">", leaf.number + 1)
    text = (
        f"SELECT c.id AS client_id FROM crm_client c WHERE c.birth_date {sign} (%s::date - make_interval(years => %s))"
    )
    return Fragment(text + among.text, (scope.today, years, *among.values))


def expired(leaf: Age, span: Span) -> Fragment | None:
    """Who had the birthday that counts since the last look."""
    before, today = span.days
    if before == today:
        return None
    years = leaf.number if leaf.comparison == "at_least" else leaf.number + 1
    text = (
        "SELECT c.id AS client_id FROM crm_client c WHERE c.birth_date > (%s::date - make_interval(years => %s))"
        " AND c.birth_date <= (%s::date - make_interval(years => %s))"
    )
    return Fragment(text, (before, years, today, years))


def words(leaf: Age) -> str:
    return f"Is {COMPARISON_WORDS[leaf.comparison]} {leaf.number} years old"


_FIELDS = (
    Field("comparison", "Age", tuple(COMPARISON_WORDS.items())),
    Field("number", "Years", is_number=True),
)
AGE = Kind("age", Age, read, members, words, (Form("age", "Who they are", "Age", _FIELDS),), expired)
