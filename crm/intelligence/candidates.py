"""The pieces that could be suggested in a place: active, priced there, in stock there. Read once, scored in memory."""

import math
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Q

from crm.models import Boutique, Product, Stock, Variant


@dataclass(frozen=True)
class Candidate:
    """One product with the first of its variants that is in stock, and that variant's price."""

    product: Product
    variant: Variant
    price: Decimal


def candidates_in(
    boutique: Boutique,
    *,
    categories: Collection[int] | None = None,
    products: Collection[int] | None = None,
    without: Collection[int] = (),
) -> list[Candidate]:
    """Candidates in one place, of these categories or products. One statement: a row for each variant in stock."""
    stock = Stock.objects.filter(boutique=boutique, quantity__gt=0, variant__product__is_active=True)
    if categories is not None:
        stock = stock.filter(variant__product__category__in=categories)
    if products is not None:
        stock = stock.filter(variant__product__in=products)
    rows = (
        stock.exclude(variant__product__in=without)
        .filter(
            Q(variant__prices__country=boutique.country) | Q(variant__prices__country=""),
            variant__product__brand=boutique.brand_id,
            variant__prices__currency=boutique.currency,
        )
        .annotate(amount=F("variant__prices__amount"), priced_for=F("variant__prices__country"))
        .select_related("variant__product__brand", "variant__product__category")
        # The price of the country itself before the one of wherever the currency is used.
        .order_by("variant__product", "variant__position", "variant", "-priced_for")
    )
    found: dict[int, Candidate] = {}
    for row in rows:
        product = row.variant.product
        found.setdefault(product.pk, Candidate(product, row.variant, row.amount))
    return list(found.values())


def price_nearness(one: Decimal | None, other: Decimal) -> float:
    """1 at the same price, 0.5 at 1.5 times or two thirds of it, near 0 far away; 0.5 when one is unknown."""
    if one is None or one <= 0 or other <= 0:
        return 0.5
    return math.exp(-((math.log(other / one) / math.log(1.5)) ** 2) * math.log(2))
