"""Precision, recall and F1 at each threshold, against the true pairs."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from crm.duplicates.matching import Matching

THRESHOLDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.995, 0.999, 0.9999)
# More likely one person than not.
PROPOSED = 0.5
# What is merged without a person looking must be right so often.
AUTOMATIC_PRECISION = 0.999


@dataclass(frozen=True)
class Point:
    """``expected``: the precision that the model itself expects, which needs no label."""

    threshold: float
    found: int
    right: int
    true: int
    expected: float

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.true) if self.found + self.true else 1.0


@dataclass(frozen=True)
class Figures:
    """``reached``: the share of the true pairs that share a key at all. ``automatic``: see ``automatic_threshold``."""

    records: int
    true_pairs: int
    compared: int
    reached: float
    headline: Point
    automatic: Point
    curve: list[Point]


def figures_of(matching: Matching, entities: Sequence[str], *, split: int | None = None) -> Figures:
    """The figures of a matching whose records are truly these entities, place by place."""
    true = true_pairs(entities, split=split)
    scored = sorted(
        (
            (score.probability, entities[one] == entities[other])
            for (one, other), score in zip(matching.pairs, matching.scores, strict=True)
        ),
        reverse=True,
    )
    automatic = automatic_threshold([probability for probability, _ in scored])
    return Figures(
        records=len(entities),
        true_pairs=true,
        compared=len(scored),
        reached=sum(is_true for _, is_true in scored) / true if true else 1.0,
        headline=_point(scored, PROPOSED, true),
        automatic=_point(scored, automatic, true),
        curve=[_point(scored, threshold, true) for threshold in THRESHOLDS],
    )


def true_pairs(entities: Sequence[str], *, split: int | None = None) -> int:
    """How many pairs of places are one entity; with ``split``, only those across it."""
    if split is None:
        return sum(count * (count - 1) // 2 for count in Counter(entities).values())
    second = Counter(entities[split:])
    return sum(count * second[entity] for entity, count in Counter(entities[:split]).items())


def automatic_threshold(descending: Sequence[float]) -> float:
    """The lowest probability down to which the pairs are, by the model's own account, right often enough.

    1 where even the surest pair is not sure enough.
    """
    total, lowest = 0.0, 1.0
    for number, probability in enumerate(descending, 1):
        total += probability
        if total / number < AUTOMATIC_PRECISION:
            break
        lowest = probability
    return max(lowest, PROPOSED)


def _point(scored: Sequence[tuple[float, bool]], threshold: float, true: int) -> Point:
    kept = [each for each in scored if each[0] >= threshold]
    expected = sum(probability for probability, _ in kept) / len(kept) if kept else 1.0
    return Point(threshold, len(kept), sum(is_true for _, is_true in kept), true, expected)
