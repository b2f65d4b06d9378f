"""The pieces that could be suggested in a place: active, priced there, in stock there.

Read as plain rows and scored in memory; only the few that are chosen become models.
"""

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Q

from crm.intelligence.recommendation import Recommendation
from crm.models import Boutique, Stock, Variant


@dataclass(frozen=True)
class Candidate:
    """One product by the first of its variants that is in stock, at that variant's price."""

    product_id: int
    variant_id: int
    code: str
    category_id: int | None
    tags: frozenset[str]
    colour: str
    material: str
    collection: str
    price: Decimal


@dataclass(frozen=True)
class Choice:
    """A candidate that was chosen, and why (see Recommendation)."""

    candidate: Candidate
    reason_code: str
    reason_args: dict[str, Any]


def candidates_in(
    boutique: Boutique,
    *,
    categories: Collection[int] | None = None,
    products: Collection[int] | None = None,
    without: Collection[int] = (),
) -> list[Candidate]:
    """Candidates in one place, of these categories or products, by product. One statement, one row a product."""
    stock = Stock.objects.filter(boutique=boutique, quantity__gt=0, variant__product__is_active=True)
    if categories is not None:
        stock = stock.filter(variant__product__category__in=categories)
    if products is not None:
        stock = stock.filter(variant__product__in=products)
    priced = stock.exclude(variant__product__in=without).filter(
        Q(variant__prices__country=boutique.country) | Q(variant__prices__country=""),
        variant__product__brand=boutique.brand_id,
        variant__prices__currency=boutique.currency,
    )
    # The price of the country itself before the one of wherever the currency is used.
    first = priced.order_by(
        "variant__product_id", "variant__position", "variant_id", F("variant__prices__country").desc()
    ).distinct("variant__product_id")
    facts = ("code", "category_id", "tags", "colour", "material", "collection")
    rows = first.values_list(
        "variant__product_id", "variant_id", *(f"variant__product__{fact}" for fact in facts), "variant__prices__amount"
    )
    return [
        Candidate(product, variant, code, category, frozenset(tags), colour, material, collection, price)
        for product, variant, code, category, tags, colour, material, collection, price in rows
    ]


def recommendations_of(choices: Iterable[Choice]) -> list[Recommendation]:
    """The chosen candidates with their products read, in the same order. One statement, none for no choice."""
    chosen = list(choices)
    if not chosen:
        return []
    variants = Variant.objects.select_related("product__brand", "product__category").in_bulk(
        [each.candidate.variant_id for each in chosen]
    )
    return [
        Recommendation(variant.product, variant, each.reason_code, each.reason_args)
        for each in chosen
        # A piece withdrawn between the two statements is passed over.
        if (variant := variants.get(each.candidate.variant_id)) is not None
    ]


def price_nearness(one: Decimal | None, other: Decimal) -> float:
    """1 at the same price, 0.5 at 1.5 times or two thirds of it, near 0 far away; 0.5 when one is unknown."""
    if one is None or one <= 0 or other <= 0:
        return 0.5
    return math.exp(-((math.log(other / one) / math.log(1.5)) ** 2) * math.log(2))
