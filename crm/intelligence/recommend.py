"""Recommendations: each with its reason, never a piece that is owned, never one that is not there.

This is the door; each kind has its own module.
"""

from django.db.models import Q

from consent.queries.permission import may_profile
from crm.intelligence.bought_together import bought_together, most_chosen
from crm.intelligence.candidates import candidates_in
from crm.intelligence.complementary import Owned, complementary, completing, owned_by
from crm.intelligence.reasons import reason_line, reason_text
from crm.intelligence.recommendation import Recommendation
from crm.intelligence.seen import recently_seen, seen_by
from crm.intelligence.similar import similar_in_stock
from crm.models import Boutique, Brand, Client

__all__ = [
    "Recommendation",
    "bought_together",
    "complementary",
    "for_client",
    "most_chosen",
    "reason_line",
    "reason_text",
    "recently_seen",
    "similar_in_stock",
]


def for_client(client: Client, *, brand: Brand, boutique: Boutique, limit: int = 4) -> list[Recommendation]:
    """What was looked at and not bought, and what completes what was bought, by turns; in stock in this place.

    Without consent to profiling, or without a history, what the place sells most: that says nothing of the
    client. Seven statements at most.
    """
    if not may_profile(client, brand=brand):
        return most_chosen(boutique=boutique, limit=limit)
    owned = owned_by(client, brand)
    seen = _seen_in_stock(client, owned, brand=brand, boutique=boutique, limit=limit)
    completes = completing(owned, boutique=boutique, client=client, limit=limit)
    mixed = _by_turns(completes, seen)[:limit]
    if len(mixed) < limit:
        known = [each.product.pk for each in mixed] + [each.product.pk for each in owned]
        mixed += most_chosen(boutique=boutique, without=known, limit=limit - len(mixed))
    return mixed


def _seen_in_stock(
    client: Client, owned: list[Owned], *, brand: Brand, boutique: Boutique, limit: int
) -> list[Recommendation]:
    mine = {each.product.pk for each in owned}
    seen = [each for each in seen_by(Q(client=client), brand=brand, limit=4 * limit) if each.product.pk not in mine]
    if not seen:
        return []
    there = {each.product.pk: each for each in candidates_in(boutique, products=[each.product.pk for each in seen])}
    kept = [there[each.product.pk] for each in seen if each.product.pk in there]
    return [Recommendation(each.product, each.variant, "seen") for each in kept[:limit]]


def _by_turns(first: list[Recommendation], second: list[Recommendation]) -> list[Recommendation]:
    """One of each in turn, each product once."""
    mixed: dict[int, Recommendation] = {}
    for position in range(max(len(first), len(second))):
        for each in (*first[position : position + 1], *second[position : position + 1]):
            mixed.setdefault(each.product.pk, each)
    return list(mixed.values())
