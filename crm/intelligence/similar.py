"""What comes near a piece that is not there."""

from decimal import Decimal

from django.db.models import Min

from crm.intelligence.candidates import Candidate, Choice, candidates_in, price_nearness, recommendations_of
from crm.intelligence.reasons import names_of
from crm.intelligence.recommendation import Recommendation
from crm.models import Boutique, Price, Product

# Below this price nearness (about 2.2 times the price, or less than half) a piece is not "near" any more.
_NEAR_ENOUGH = 0.07


def similar_in_stock(product: Product, *, boutique: Boutique, limit: int = 6) -> list[Recommendation]:
    """Pieces of the same category, near the price, sharing tags, in stock in this place. Three statements.

    Ordered by: shared tags and price first, then the same material, colour and collection; ties by code, so
    that the same question has the same answer. A product without a category has nothing similar.
    """
    if product.category_id is None:
        return []
    price = _price_of(product, boutique)
    near = [
        candidate
        for candidate in candidates_in(boutique, categories=[product.category_id], without=[product.pk])
        if price_nearness(price, candidate.price) >= _NEAR_ENOUGH
    ]
    near.sort(key=lambda candidate: (-likeness(product, price, candidate), candidate.code))
    return recommendations_of(_choose(product, candidate) for candidate in near[:limit])


def likeness(product: Product, price: Decimal | None, candidate: Candidate) -> float:
    """0 to 10: tags 4 (Jaccard), price 3, material 1.5, colour 1, collection 0.5."""
    mine, theirs = set(product.tags), candidate.tags
    shared = len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.0
    return (
        4 * shared
        + 3 * price_nearness(price, candidate.price)
        + 1.5 * _is_same(product.material, candidate.material)
        + 1.0 * _is_same(product.colour, candidate.colour)
        + 0.5 * _is_same(product.collection, candidate.collection)
    )


def _is_same(one: str, other: str) -> bool:
    return bool(one) and one == other


def _price_of(product: Product, boutique: Boutique) -> Decimal | None:
    prices = Price.objects.filter(variant__product=product, currency=boutique.currency)
    lowest: Decimal | None = prices.filter(country__in=["", boutique.country]).aggregate(lowest=Min("amount"))["lowest"]
    return lowest


def _choose(product: Product, candidate: Candidate) -> Choice:
    is_gift = "gift" in product.tags and "gift" in candidate.tags
    return Choice(candidate, "similar_gift" if is_gift else "similar", {"names": names_of(product)})
