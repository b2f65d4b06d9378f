"""``{"kind": "known", "comparison": "at_most", "number": 30}``: for how many days the brand has known her."""

from dataclasses import dataclass
from datetime import timedelta

from crm.segments.fields import COMPARISONS, choice, some_days
from crm.segments.fragment import Fragment, Scope, Span
from crm.segments.kind import Data, Field, Form, Kind, Path
from crm.segments.rules import Leaf
from crm.segments.words import COMPARISONS as COMPARISON_WORDS
from crm.segments.words import days_long


@dataclass(frozen=True)
class Known(Leaf):
    """Counted from the first of the brand's places that knew her."""

    comparison: str
    days: int


def read(data: Data, path: Path) -> Known:
    return Known(choice(data, "comparison", COMPARISONS, path), some_days(data, path))


def members(leaf: Known, scope: Scope) -> Fragment:
    among, sign = scope.among("r.client_id"), "<=" if leaf.comparison == "at_least" else ">"
    text = (
        f"SELECT r.client_id FROM crm_relationship r WHERE r.brand_id = %s{among.text}"
        f" GROUP BY r.client_id HAVING min(r.since) {sign} %s"
    )
    return Fragment(text, (scope.brand_id, *among.values, scope.at - timedelta(days=leaf.days)))


def expired(leaf: Known, span: Span) -> Fragment:
    passed = span.passed("r.since", leaf.days)
    text = f"SELECT r.client_id FROM crm_relationship r WHERE r.brand_id = %s{passed.text}"
    return Fragment(text, (span.brand_id, *passed.values))


def words(leaf: Known) -> str:
    return f"Known to us for {COMPARISON_WORDS[leaf.comparison]} {days_long(leaf.days)}"


_FIELDS = (
    Field("comparison", "Known for", tuple(COMPARISON_WORDS.items())),
    Field("number", "Days", is_number=True),
)
KNOWN = Kind("known", Known, read, members, words, (Form("known", "Our relation", "Known for", _FIELDS),), expired)
