"""Every likely pair of many records at once, by a model learnt from these records themselves."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from crm.duplicates.compare import compare, comparisons
from crm.duplicates.learning import learn, name_frequencies
from crm.duplicates.model import Model, Score, Scorer
from crm.duplicates.pairing import candidate_pairs, random_pairs
from crm.duplicates.record import Record

RANDOM_PAIRS = 100_000
# Learning looks at so many pairs; of more, at every second, third, ... one.
LEARNT_PAIRS = 300_000


@dataclass(frozen=True)
class Matching:
    """``pairs`` that share a key, and at the same places their ``scores``; places are of the records given."""

    model: Model
    pairs: list[tuple[int, int]]
    scores: list[Score]


def match_records(records: Sequence[Record], *, split: int | None = None) -> Matching:
    """Learn and score. ``split``: the records from there on are a second source; only pairs across are looked at."""
    pairs = list(candidate_pairs(records, split=split))
    model = _learnt(records, pairs, split)
    scorer = Scorer(model)
    scores = [scorer.score(records[one], records[other], compare(records[one], records[other])) for one, other in pairs]
    return Matching(model, pairs, scores)


def pair_count(size: int, split: int | None) -> int:
    """How many pairs there are of ``size`` records, or across two sources."""
    return split * (size - split) if split is not None else size * (size - 1) // 2


def _learnt(records: Sequence[Record], pairs: Sequence[tuple[int, int]], split: int | None) -> Model:
    step = 1 + len(pairs) // LEARNT_PAIRS
    counts = Counter(compare(records[one], records[other]) for one, other in pairs[::step])
    chance = Counter(
        compare(records[one], records[other]) for one, other in random_pairs(RANDOM_PAIRS, len(records), split=split)
    )
    first = records[0] if records else Record()
    model = learn(
        {pattern: count * step for pattern, count in counts.items()},
        chance,
        levels=comparisons(len(first.texts), len(first.identifiers)),
        pairs=max(pair_count(len(records), split), 1),
    )
    return replace(model, frequencies=name_frequencies(records))
