"""How much each agreement says, and what a whole pair says: Fellegi and Sunter's rule with a third class.

A pair is one person (match), two people of one household, or two strangers. Household members, twins above all,
agree on nearly everything, so that against strangers alone they would look like one person; against the household
class it is the given name and the birth date that decide.

Fellegi and Sunter (1969), A Theory for Record Linkage; frequency adjustment after Winkler (2000).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from crm.duplicates.compare import Pattern
from crm.duplicates.record import Record

# How often members of one household agree as one person would; else they agree as strangers do. Who shares one thing
# shares most. Birth date: twins, and a form that one fills in for two.
HOUSEHOLD_SHARE = {
    "given": 0.0, "family": 0.9, "order": 1.0, "birth": 0.08, "email": 0.7, "phone": 0.8, "address": 0.97,
    "place": 0.98,
}  # fmt: skip
TEXT_SHARE = 0.5
# Pairs of one household in proportion to matches: until it is learnt, and the least that a file can teach.
HOUSEHOLDS_PER_MATCH, FEWEST_HOUSEHOLDS = 0.25, 0.001
# One value's frequency is believed no lower than this, so that a rare misspelling does not outweigh all else.
RAREST = 2e-5


@dataclass(frozen=True)
class Model:
    """``match`` and ``chance``: for each comparison the probability of each level, lowest first.

    ``prior``: the share of matches among all pairs. ``households``: pairs of one household for each match.
    ``frequencies``: of the values of "given" and "family".
    """

    names: tuple[str, ...]
    match: tuple[tuple[float, ...], ...]
    chance: tuple[tuple[float, ...], ...]
    prior: float
    households: float = HOUSEHOLDS_PER_MATCH
    frequencies: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Score:
    """``probability`` that the two are one person; ``weights``: bits for (above 0) or against, by comparison."""

    probability: float
    weights: tuple[float, ...]
    pattern: Pattern


class Scorer:
    """A model made ready: scores patterns by adding up logarithms."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._match, self._household = [], []
        for name, matches, chances in zip(model.names, model.match, model.chance, strict=True):
            share = HOUSEHOLD_SHARE.get(name, 0.0 if name.startswith("identifier") else TEXT_SHARE)
            self._match.append([math.log2(m / u) for m, u in zip(matches, chances, strict=True)])
            self._household.append(
                [math.log2((share * m + (1 - share) * u) / u) for m, u in zip(matches, chances, strict=True)]
            )
        self._exact_chance = [chances[-1] for chances in model.chance]
        self._households = math.log2(model.households)
        self._prior = math.log2(model.prior / (1 - model.prior))
        self._given, self._family = model.names.index("given"), model.names.index("family")
        self._order = model.names.index("order")

    def score(self, one: Record, other: Record, pattern: Pattern) -> Score:
        """The score of a pair whose pattern was made by ``compare``."""
        rarity = self._rarities(one, other, pattern)
        weights = tuple(
            0.0 if level is None else self._match[place][level] + rarity.get(place, 0.0)
            for place, level in enumerate(pattern)
        )
        household = sum(
            self._household[place][level]
            # That two of a household bear the same rare family name is no chance; the same given name would be.
            + rarity.get(place, 0.0)
            for place, level in enumerate(pattern)
            if level is not None
        )
        return Score(self._probability(sum(weights), household), weights, pattern)

    @property
    def prior(self) -> float:
        """log2 of the odds that any two records are one person."""
        return self._prior

    def bits(self) -> dict[str, list[float]]:
        """What each level of each comparison says, for one person against strangers."""
        return dict(zip(self.model.names, self._match, strict=True))

    def rarity(self, name: str, share: float) -> float:
        """Bits more where both bear a given or family name that so large a share bears."""
        place = self._given if name == "given" else self._family
        return math.log2(self._exact_chance[place] / max(share, RAREST))

    def rarities(self, name: str) -> dict[str, float]:
        """The bits more or less of each name that is not rare; empty where none are known."""
        return {value: self.rarity(name, share) for value, share in self.model.frequencies.get(name, {}).items()}

    def shares(self, pattern: Pattern) -> tuple[float, float]:
        """How probably one person, and how probably two of one household, by the pattern alone."""
        known = [(place, level) for place, level in enumerate(pattern) if level is not None]
        match = sum(self._match[place][level] for place, level in known)
        household = sum(self._household[place][level] for place, level in known)
        return self._probability(match, household), self._household_probability(match, household)

    def _probability(self, match: float, household: float) -> float:
        return _certainty(self._prior + match - _log_sum(self._prior + self._households + household, 0.0))

    def _household_probability(self, match: float, household: float) -> float:
        return _certainty(self._prior + self._households + household - _log_sum(self._prior + match, 0.0))

    def _rarities(self, one: Record, other: Record, pattern: Pattern) -> dict[int, float]:
        """Bits more for a rare name that both bear, bits less for a common one."""
        # Swapped names stand in the wrong field on one side; which, the frequencies do not tell.
        if not self.model.frequencies or pattern[self._order] == 0:
            return {}
        rarities = {}
        for place, name in ((self._given, "given"), (self._family, "family")):
            if pattern[place] == 4:
                # Spelt apart or together it is one name: the frequencies hold it without spaces.
                flat = getattr(one, name).replace(" ", "")
                rarities[place] = self.rarity(name, self.model.frequencies[name].get(flat, 0.0))
        return rarities


def model_to_json(model: Model) -> dict[str, Any]:
    """Plain lists and numbers, of which ``model_from_json`` makes the same model."""
    return asdict(model)


def model_from_json(content: Mapping[str, Any]) -> Model:
    return Model(
        tuple(content["names"]),
        tuple(tuple(each) for each in content["match"]),
        tuple(tuple(each) for each in content["chance"]),
        content["prior"],
        content["households"],
        content["frequencies"],
    )


def _log_sum(one: float, other: float) -> float:
    """log2 of the sum of two numbers given as logarithms."""
    high, low = max(one, other), min(one, other)
    return high + math.log2(1 + 2 ** max(low - high, -200.0))


def _certainty(bits: float) -> float:
    return 1 / (1 + 2 ** min(max(-bits, -200.0), 200.0))


def probabilities(weights: Sequence[float]) -> tuple[float, ...]:
    """Weights made to add up to one, none of them nought."""
    total = sum(weights)
    return tuple(weight / total for weight in weights)
