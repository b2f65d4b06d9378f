"""The wish list: ``{"kind": "wish", "comparison": "at_least", "number": 1, "category": "bags", "days": 30}``."""

from dataclasses import dataclass

from crm.segments.everybody import compared
from crm.segments.fields import comparison_and_count, days, text_or_none
from crm.segments.fragment import Fragment, Scope, Span, chained
from crm.segments.kind import Data, Field, Form, Kind, Path
from crm.segments.rules import Leaf
from crm.segments.words import COMPARISONS, window

_OF_CATEGORY = (
    " AND w.variant_id IN (SELECT v.id FROM crm_variant v JOIN crm_product d ON d.id = v.product_id"
    " JOIN crm_category k ON k.id = d.category_id LEFT JOIN crm_category u ON u.id = k.parent_id"
    " WHERE k.code = %s OR u.code = %s)"
)


@dataclass(frozen=True)
class Wish(Leaf):
    """Pieces on the list now. ``days``: only those put there lately."""

    comparison: str
    number: int
    category: str = ""
    days: int | None = None


def read(data: Data, path: Path) -> Wish:
    return Wish(*comparison_and_count(data, path), text_or_none(data, "category", 60, path), days(data, path))


def members(leaf: Wish, scope: Scope) -> Fragment:
    wished = chained(
        Fragment(
            "SELECT w.client_id FROM crm_wish w WHERE w.removed_at IS NULL AND w.brand_id = %s", (scope.brand_id,)
        ),
        Fragment(_OF_CATEGORY, (leaf.category,) * 2) if leaf.category else Fragment(""),
        scope.since("w.added_at", leaf.days),
        scope.among("w.client_id"),
        Fragment(" GROUP BY w.client_id HAVING count(*)"),
    )
    return compared(wished, leaf.comparison, leaf.number, scope)


def expired(leaf: Wish, span: Span) -> Fragment | None:
    if leaf.days is None:
        return None
    start = Fragment("SELECT w.client_id FROM crm_wish w WHERE w.brand_id = %s", (span.brand_id,))
    return chained(start, span.passed("w.added_at", leaf.days))


def words(leaf: Wish) -> str:
    what = f" of {leaf.category}" if leaf.category else ""
    when = f", added{window(leaf.days)}" if leaf.days else ""
    if leaf.comparison == "at_most" and leaf.number == 0:
        return f"Has no wish{what}{when}"
    return f"Has {COMPARISONS[leaf.comparison]} {leaf.number:,} {'wish' if leaf.number == 1 else 'wishes'}{what}{when}"


_FIELDS = (
    Field("comparison", "Pieces on the wish list", tuple(COMPARISONS.items())),
    Field("number", "Pieces", is_number=True),
    Field("category", "Category", offers="category", hint="Empty: any.", is_optional=True),
    Field("days", "Added in the last so many days", hint="Empty: ever.", is_number=True, is_optional=True),
)
WISH = Kind("wish", Wish, read, members, words, (Form("wish", "What they want", "Wish list", _FIELDS),), expired)
