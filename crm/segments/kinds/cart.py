"""The cart: ``{"kind": "cart", "comparison": "at_least", "number": 1, "days": 30, "idle_days": 2}``."""

from dataclasses import dataclass
from datetime import timedelta

from crm.segments.everybody import compared
from crm.segments.fields import comparison_and_count, days
from crm.segments.fragment import Fragment, Scope, Span, chained
from crm.segments.kind import Data, Field, Form, Kind, Path
from crm.segments.rules import Leaf
from crm.segments.words import COMPARISONS, days_long, window


@dataclass(frozen=True)
class Cart(Leaf):
    """Pieces in the cart now. ``days``: only those touched lately; ``idle_days``: only those left alone so long."""

    comparison: str
    number: int
    days: int | None = None
    idle_days: int | None = None


def read(data: Data, path: Path) -> Cart:
    return Cart(*comparison_and_count(data, path), days(data, path), days(data, path, "idle_days"))


def members(leaf: Cart, scope: Scope) -> Fragment:
    held = chained(
        Fragment("SELECT t.client_id FROM crm_cartitem t WHERE t.quantity > 0 AND t.brand_id = %s", (scope.brand_id,)),
        scope.since("t.changed_at", leaf.days),
        _idle(leaf, scope),
        scope.among("t.client_id"),
        Fragment(" GROUP BY t.client_id HAVING sum(t.quantity)"),
    )
    return compared(held, leaf.comparison, leaf.number, scope)


def _idle(leaf: Cart, scope: Scope) -> Fragment:
    if leaf.idle_days is None:
        return Fragment("")
    return Fragment(" AND t.changed_at <= %s", (scope.at - timedelta(days=leaf.idle_days),))


def expired(leaf: Cart, span: Span) -> Fragment | None:
    start = Fragment("SELECT t.client_id FROM crm_cartitem t WHERE t.brand_id = %s", (span.brand_id,))
    found = [chained(start, span.passed("t.changed_at", each)) for each in (leaf.days, leaf.idle_days) if each]
    if not found:
        return None
    return found[0] if len(found) == 1 else chained(found[0], Fragment(" UNION "), found[1])


def words(leaf: Cart) -> str:
    pieces = f"{COMPARISONS[leaf.comparison]} {leaf.number:,} {'piece' if leaf.number == 1 else 'pieces'}"
    if leaf.comparison == "at_most" and leaf.number == 0:
        pieces = "nothing"
    touched = f", touched{window(leaf.days)}" if leaf.days else ""
    idle = f", left alone for {days_long(leaf.idle_days)}" if leaf.idle_days else ""
    return f"Has {pieces} in the cart{touched}{idle}"


_FIELDS = (
    Field("comparison", "Pieces in the cart", tuple(COMPARISONS.items())),
    Field("number", "Pieces", is_number=True),
    Field("idle_days", "Left alone for so many days", hint="Empty: any.", is_number=True, is_optional=True),
    Field("days", "Touched in the last so many days", hint="Empty: ever.", is_number=True, is_optional=True),
)
CART = Kind("cart", Cart, read, members, words, (Form("cart", "What they want", "Cart", _FIELDS),), expired)
