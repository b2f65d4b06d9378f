"""What completes the pieces a client has."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from consent.queries.permission import may_profile
from crm.intelligence.bought_together import chosen_together
from crm.intelligence.candidates import Candidate, Choice, candidates_in, recommendations_of
from crm.intelligence.owned import Owned, owned_by
from crm.intelligence.reasons import names_of
from crm.intelligence.recommendation import Recommendation
from crm.models import Boutique, Brand, Client, Product

# Older pieces still count as owned; what completes them is no news.
_PIECES_COMPLETED = 20


@dataclass(frozen=True)
class Match:
    """A candidate, the owned piece that it completes best, and how well (0 to 5.5)."""

    candidate: Candidate
    piece: Owned
    score: float


def complementary(client: Client, *, brand: Brand, boutique: Boutique, limit: int = 4) -> list[Recommendation]:
    """Pieces of the categories that complete what was bought, never one that was; in stock in this place.

    Empty without consent to profiling. Four statements: consent, purchases, candidates, the chosen ones. Where
    no category says what completes it, what others chose beside the latest piece, in one or two more.
    """
    if not may_profile(client, brand=brand):
        return []
    return recommendations_of(completing(owned_by(client, brand), boutique=boutique, client=client, limit=limit))


def completing(owned: Sequence[Owned], *, boutique: Boutique, client: Client, limit: int) -> list[Choice]:
    """The same choices from pieces already read. The caller has asked for consent."""
    if not owned:
        return []
    partners = _partners(owned)
    without = [each.product.pk for each in owned]
    candidates = candidates_in(boutique, categories=partners, without=without) if partners else []
    if not candidates:
        return chosen_together(owned[0].product, boutique=boutique, client=client, without=without, limit=limit)
    matches = [_best_match(candidate, partners) for candidate in candidates]
    matches.sort(key=lambda match: (-match.score, match.candidate.code))
    return [_choose(match) for match in _varied(matches, limit)]


def _partners(owned: Sequence[Owned]) -> dict[int, list[tuple[int, Owned]]]:
    """By completing category, the latest pieces that it completes, each with its position."""
    partners: dict[int, list[tuple[int, Owned]]] = {}
    for position, piece in enumerate(owned[:_PIECES_COMPLETED]):
        for category in piece.completed_by:
            partners.setdefault(category, []).append((position, piece))
    return partners


def _best_match(candidate: Candidate, partners: dict[int, list[tuple[int, Owned]]]) -> Match:
    """The later it was bought and the more they share, the better."""
    assert candidate.category_id is not None  # noqa: S101  # chosen by category
    scored = [
        (_likeness(candidate, piece.product) + 1.5 / (1 + position), -position, piece)
        for position, piece in partners[candidate.category_id]
    ]
    score, _, piece = max(scored, key=lambda each: each[:2])
    return Match(candidate, piece, score)


def _likeness(candidate: Candidate, product: Product) -> float:
    """0 to 4: colour 1.5, material 1, collection 1, any tag in common 0.5."""
    pairs = (
        (candidate.colour, product.colour, 1.5),
        (candidate.material, product.material, 1.0),
        (candidate.collection, product.collection, 1.0),
    )
    likes = sum(weight for one, other, weight in pairs if one and one == other)
    return likes + 0.5 * bool(candidate.tags & set(product.tags))


def _varied(matches: Sequence[Match], limit: int) -> list[Match]:
    """The best, of no category more than half, so that four suggestions are not four scarves."""
    taken: Counter[int | None] = Counter()
    kept: list[Match] = []
    for match in matches:
        category = match.candidate.category_id
        if taken[category] < max(1, (limit + 1) // 2) and len(kept) < limit:
            taken[category] += 1
            kept.append(match)
    # Where one category is all there is, it fills the rest.
    return kept + [match for match in matches if match not in kept][: limit - len(kept)]


def _choose(match: Match) -> Choice:
    bought_at = match.piece.bought_at
    names = names_of(match.piece.product)
    return Choice(match.candidate, "completes", {"names": names, "month": bought_at.month, "year": bought_at.year})
