"""Recommendations: each with its reason, never a piece that is owned, never one that is not there.

This is the door; each kind has its own module.
"""

from django.db.models import Q

from consent.queries.permission import may_profile
from crm.intelligence.bought_together import bought_together, most_chosen
from crm.intelligence.candidates import Choice, candidates_in, recommendations_of
from crm.intelligence.complementary import complementary, completing
from crm.intelligence.owned import Owned, owned_by
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
    client. Seven statements, three more where that is not enough.
    """
    if not may_profile(client, brand=brand):
        return most_chosen(boutique=boutique, limit=limit)
    owned = owned_by(client, brand)
    seen = _seen_in_stock(client, owned, brand=brand, boutique=boutique, limit=limit)
    completes = completing(owned, boutique=boutique, client=client, limit=limit)
    mixed = recommendations_of(_by_turns(completes, seen)[:limit])
    if len(mixed) < limit:
        known = [each.product.pk for each in mixed] + [each.product.pk for each in owned]
        mixed += most_chosen(boutique=boutique, without=known, limit=limit - len(mixed))
    return mixed


def _seen_in_stock(client: Client, owned: list[Owned], *, brand: Brand, boutique: Boutique, limit: int) -> list[Choice]:
    mine = {each.product.pk for each in owned}
    seen = [each.product_id for each in seen_by(Q(client=client), brand=brand, limit=4 * limit)]
    wanted = [product for product in seen if product not in mine]
    there = {each.product_id: each for each in candidates_in(boutique, products=wanted)} if wanted else {}
    return [Choice(there[product], "seen", {}) for product in wanted if product in there][:limit]


def _by_turns(first: list[Choice], second: list[Choice]) -> list[Choice]:
    """One of each in turn, each product once."""
    mixed: dict[int, Choice] = {}
    for position in range(max(len(first), len(second))):
        for each in (*first[position : position + 1], *second[position : position + 1]):
            mixed.setdefault(each.candidate.product_id, each)
    return list(mixed.values())
