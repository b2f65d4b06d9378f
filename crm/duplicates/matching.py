"""Every likely pair of many records at once, by a model learnt from these records themselves."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from crm.duplicates.bound import Bound, BoundModel
from crm.duplicates.compare import Pattern, compare, comparisons
from crm.duplicates.learning import careful_model, is_plausible, learn, name_frequencies, started_model
from crm.duplicates.likely import Search, joined, key_slices, likely_in
from crm.duplicates.model import Model, Score, Scorer
from crm.duplicates.pairing import Packed, Places, packed_keys, random_pairs, unpack_pairs
from crm.duplicates.record import Record
from crm.duplicates.signature import other_columns, signatures_of

RANDOM_PAIRS = 100_000
# Learning looks at so many pairs; of more, at every second, third, ... one.
LEARNT_PAIRS = 300_000
# Pairs that cannot be likelier than this are neither learnt from nor scored.
LEARNT_FROM, SCORED_FROM = 1e-4, 0.02


@dataclass(frozen=True)
class Matching:
    """``pairs`` that share a key and may be one person, and at the same places their ``scores``."""

    model: Model
    pairs: list[tuple[int, int]]
    scores: list[Score]


class Matcher:
    """Records of one or, with ``split`` as the place where the second one starts, two sources."""

    def __init__(self, records: Sequence[Record], *, split: int | None = None) -> None:
        self.records, self.split = records, split
        self._keys: Packed = packed_keys(records)
        self._signatures, self._others = signatures_of(records), other_columns(records)

    def matching(self) -> Matching:
        """Learn, and score by what was learnt."""
        model = self._learnt()
        scorer = Scorer(model)
        pairs = list(zip(*(places.tolist() for places in self._likely(scorer, SCORED_FROM)), strict=True))
        scores = [
            scorer.score(self.records[one], self.records[other], self._pattern(one, other)) for one, other in pairs
        ]
        return Matching(model, pairs, scores)

    def _learnt(self) -> Model:
        first = self.records[0] if self.records else Record()
        levels = comparisons(len(first.texts), len(first.identifiers))
        sampled = random_pairs(RANDOM_PAIRS, len(self.records), split=self.split)
        at_random = Counter(self._pattern(one, other) for one, other in sampled)
        total = max(pair_count(len(self.records), self.split), 1)
        start = started_model(at_random, levels=levels, pairs=total)
        model = learn(self._counted(start), at_random, levels=levels, pairs=total)
        if not is_plausible(model):
            model = careful_model(at_random, levels=levels, records=len(self.records))
        return replace(model, frequencies=name_frequencies(self.records))

    def _counted(self, start: Model) -> dict[Pattern, int]:
        """How many pairs there are of each pattern, of those that may be matches at all."""
        one, other = self._likely(Scorer(start), LEARNT_FROM)
        step = 1 + len(one) // LEARNT_PAIRS
        pairs = zip(one[::step].tolist(), other[::step].tolist(), strict=True)
        return {pattern: count * step for pattern, count in Counter(self._pattern(*pair) for pair in pairs).items()}

    def _likely(self, scorer: Scorer, probability: float) -> tuple[Places, Places]:
        bound = Bound(BoundModel(scorer), self._signatures, self._others)
        search = Search(self._keys, bound, probability, split=self.split)
        return unpack_pairs(joined(likely_in(search, part) for part in key_slices(self._keys, 16)))

    def _pattern(self, one: int, other: int) -> Pattern:
        return compare(self.records[one], self.records[other])


def match_records(records: Sequence[Record], *, split: int | None = None) -> Matching:
    """Learn and score. ``split``: the records from there on are a second source; only pairs across are looked at."""
    return Matcher(records, split=split).matching()


def pair_count(size: int, split: int | None) -> int:
    """How many pairs there are of ``size`` records, or across two sources."""
    return split * (size - split) if split is not None else size * (size - 1) // 2
