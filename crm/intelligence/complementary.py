"""What completes the pieces a client has."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from consent.queries.permission import may_profile
from crm.intelligence.bought_together import bought_together
from crm.intelligence.candidates import Candidate, candidates_in
from crm.intelligence.reasons import names_of
from crm.intelligence.recommendation import Recommendation
from crm.models import Boutique, Brand, Category, Client, Product, PurchaseLine


@dataclass(frozen=True)
class Owned:
    """A piece that the client has, with the day it was bought last."""

    product: Product
    bought_at: datetime


# Score, the piece that is completed, the candidate.
Scored = tuple[float, Owned, Candidate]


def complementary(client: Client, *, brand: Brand, boutique: Boutique, limit: int = 4) -> list[Recommendation]:
    """Pieces of the categories that complete what was bought, never one that was; in stock in this place.

    Empty without consent to profiling. Four statements: consent, purchases, categories, candidates. Where no
    category says what completes it, what others chose beside the latest piece, in two statements more.
    """
    if not may_profile(client, brand=brand):
        return []
    return completing(owned_by(client, brand), boutique=boutique, client=client, limit=limit)


def completing(owned: Sequence[Owned], *, boutique: Boutique, client: Client, limit: int) -> list[Recommendation]:
    """The same from pieces already read. The caller has asked for consent."""
    if not owned:
        return []
    completed = _completed_categories(owned)
    without = [each.product.pk for each in owned]
    candidates = candidates_in(boutique, categories=completed, without=without) if completed else []
    if not candidates:
        return bought_together(owned[0].product, boutique=boutique, client=client, without=without, limit=limit)
    scored = [(*_best_match(candidate, owned, completed), candidate) for candidate in candidates]
    scored.sort(key=lambda each: (-each[0], each[2].product.code))
    return [_completes(candidate, piece) for _, piece, candidate in _varied(scored, limit)]


def owned_by(client: Client, brand: Brand) -> list[Owned]:
    """Every piece ever bought of a brand, the latest first; returned ones too, since they were not kept for a
    reason. One statement."""
    lines = (
        PurchaseLine.objects.filter(
            purchase__client=client, purchase__brand=brand, quantity__gt=0, variant__isnull=False
        )
        .select_related("variant__product", "purchase")
        .order_by("-purchase__occurred_at", "number")
    )
    latest: dict[int, Owned] = {}
    for line in lines:
        assert line.variant is not None  # noqa: S101  # filtered above
        latest.setdefault(line.variant.product_id, Owned(line.variant.product, line.purchase.occurred_at))
    return list(latest.values())


def _completed_categories(owned: Sequence[Owned]) -> dict[int, set[int]]:
    """Category to the owned categories that it completes. One statement."""
    mine = {each.product.category_id for each in owned}
    pairs = Category.complements.through.objects.filter(from_category__in=mine)
    completed: dict[int, set[int]] = {}
    for owned_category, category in pairs.values_list("from_category_id", "to_category_id"):
        completed.setdefault(category, set()).add(owned_category)
    return completed


def _best_match(candidate: Candidate, owned: Sequence[Owned], completed: Mapping[int, set[int]]) -> tuple[float, Owned]:
    """The owned piece that this one completes best, and how well: the later bought, the same in colour, material,
    collection and tags."""
    category = candidate.product.category_id
    partners = completed[category] if category is not None else set()
    matches = [
        (_match(candidate.product, each.product) + 1.5 / (1 + position), -position, each)
        for position, each in enumerate(owned)
        if each.product.category_id in partners
    ]
    score, _, piece = max(matches, key=lambda match: match[:2])
    return score, piece


def _match(one: Product, other: Product) -> float:
    """0 to 4."""
    pairs = (
        (one.colour, other.colour, 1.5),
        (one.material, other.material, 1.0),
        (one.collection, other.collection, 1.0),
    )
    likes = sum(weight for mine, theirs, weight in pairs if mine and mine == theirs)
    return likes + 0.5 * bool(set(one.tags) & set(other.tags))


def _varied(scored: Sequence[Scored], limit: int) -> list[Scored]:
    """The best, of no category more than half, so that four suggestions are not four scarves."""
    taken: Counter[int | None] = Counter()
    kept: list[Scored] = []
    for each in scored:
        category = each[2].product.category_id
        if taken[category] < max(1, (limit + 1) // 2) and len(kept) < limit:
            taken[category] += 1
            kept.append(each)
    chosen = {each[2].product.pk for each in kept}
    # Where one category is all there is, it fills the rest.
    return kept + [each for each in scored if each[2].product.pk not in chosen][: limit - len(kept)]


def _completes(candidate: Candidate, piece: Owned) -> Recommendation:
    arguments = {"names": names_of(piece.product), "month": piece.bought_at.month, "year": piece.bought_at.year}
    return Recommendation(candidate.product, candidate.variant, "completes", arguments)
