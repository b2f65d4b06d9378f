"""What was bought, as a query with one group a client; which purchases of sister brands count."""

from dataclasses import dataclass
from decimal import Decimal

from crm.segments.fragment import Fragment, Scope, chained
from crm.segments.rules import Leaf


@dataclass(frozen=True)
class Purchases(Leaf):
    """``measure``: count of sales, total in ``currency`` net of returns, returns, or days since the last sale.

    ``days_since_last`` knows no window. Who never bought has no last sale, and is in neither comparison. ``channel``:
    boutique, online or "" for both. ``brand``: "" for the segment's own; of a sister brand it is known that and when
    somebody bought, not for how much.
    """

    measure: str
    comparison: str
    number: Decimal
    days: int | None = None
    currency: str = ""
    category: str = ""
    channel: str = ""
    brand: str = ""


def bought(leaf: Purchases, scope: Scope) -> Fragment:
    """Sales, returns, or both where money is summed; up to its HAVING."""
    return chained(
        Fragment(f"SELECT p.client_id FROM crm_purchase p{_joins(leaf)} WHERE p.client_id IS NOT NULL"),
        brand_condition(leaf, scope.brand_id),
        _kind(leaf),
        _category(leaf),
        Fragment(" AND o.kind = %s", (leaf.channel,)) if leaf.channel else Fragment(""),
        scope.since("p.occurred_at", leaf.days),
        scope.among("p.client_id"),
        Fragment(" GROUP BY p.client_id"),
    )


def brand_condition(leaf: Purchases, brand_id: int) -> Fragment:
    if leaf.brand:
        return Fragment(" AND p.brand_id = (SELECT id FROM crm_brand WHERE code = %s)", (leaf.brand,))
    return Fragment(" AND p.brand_id = %s", (brand_id,))


def _joins(leaf: Purchases) -> str:
    lines = (
        " JOIN crm_purchaseline l ON l.purchase_id = p.id JOIN crm_variant v ON v.id = l.variant_id"
        " JOIN crm_product d ON d.id = v.product_id JOIN crm_category k ON k.id = d.category_id"
        " LEFT JOIN crm_category u ON u.id = k.parent_id"
    )
    boutique = " JOIN crm_boutique o ON o.id = p.boutique_id"
    return (lines if leaf.category else "") + (boutique if leaf.channel else "")


def _kind(leaf: Purchases) -> Fragment:
    if leaf.measure == "total":
        return Fragment(" AND p.currency = %s", (leaf.currency,))
    return Fragment(" AND p.kind = %s", ("return" if leaf.measure == "returns" else "sale",))


def _category(leaf: Purchases) -> Fragment:
    return Fragment(" AND (k.code = %s OR u.code = %s)", (leaf.category,) * 2) if leaf.category else Fragment("")
