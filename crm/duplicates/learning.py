"""What agreements say in this house or this file, learnt without a labelled pair.

Expectation maximisation over the pairs that share a key: the share of chance agreement comes from pairs drawn at
random, the share among matches from the pairs as they are judged so far, until nothing moves. Winkler (1988);
Linacre et al. (2022), Splink. The counting is by pattern, so that millions of pairs cost thousands of steps.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from crm.duplicates.compare import Pattern
from crm.duplicates.model import FEWEST_HOUSEHOLDS, Model, Scorer, probabilities
from crm.duplicates.record import Record
from crm.duplicates.standing import standing_model

ROUNDS = 40
SETTLED = 1e-5
# As if so many pairs had been seen before, so that a level that a small file lacks is rare and not impossible.
CHANCE_BEFORE, MATCHES_BEFORE = 1.0, 20.0
_FREQUENT = 50_000
_LEAST_AGREEING = 0.6


def first_guess(levels: Mapping[str, int]) -> Model:
    """A model that has seen nothing: matches agree, strangers do not."""
    match = [_falling(count) for count in levels.values()]
    chance = [probabilities(tuple(reversed(each))) for each in match]
    names = list(levels)
    match[names.index("order")] = (0.02, 0.98)
    chance[names.index("order")] = (0.02, 0.98)
    return Model(tuple(names), tuple(match), tuple(chance), prior=1e-4)


def started_model(at_random: Mapping[Pattern, int], *, levels: Mapping[str, int], pairs: int) -> Model:
    """What learning starts from: strangers as they were drawn, matches as guessed."""
    guess = first_guess(levels)
    chance = _shares(at_random, guess.names, levels, before=_flat(levels), weight=CHANCE_BEFORE)
    return Model(guess.names, guess.match, chance, prior=min(0.01, 100 / pairs))


def learn(
    candidates: Mapping[Pattern, int], at_random: Mapping[Pattern, int], *, levels: Mapping[str, int], pairs: int
) -> Model:
    """A model of these patterns. ``pairs``: how many pairs there are in all, those without a common key too."""
    model = started_model(at_random, levels=levels, pairs=pairs)
    for _ in range(ROUNDS):
        judged, households = _judged(model, candidates)
        strangers = _strangers(model, at_random)
        found = sum(judged.values())
        learnt = Model(
            model.names,
            _shares(judged, model.names, levels, before=first_guess(levels).match, weight=MATCHES_BEFORE),
            _shares(strangers, model.names, levels, before=_flat(levels), weight=CHANCE_BEFORE),
            prior=min(max(found / pairs, 0.1 / pairs), 0.5),
            households=max(households / max(found, 1.0), FEWEST_HOUSEHOLDS),
        )
        has_settled = abs(learnt.prior - model.prior) < SETTLED * model.prior
        model = learnt
        if has_settled:
            break
    return model


def careful_model(at_random: Mapping[Pattern, int], *, levels: Mapping[str, int], records: int) -> Model:
    """Where nothing plausible was learnt: strangers as they were drawn, matches as they are in most houses."""
    standing = standing_model(records)
    known = dict(zip(standing.names, standing.match, strict=True))
    start = started_model(at_random, levels=levels, pairs=1)
    match = tuple(known.get(name, guess) for name, guess in zip(start.names, start.match, strict=True))
    return Model(start.names, match, start.chance, standing.prior, standing.households)


def is_plausible(model: Model) -> bool:
    """Whether what was learnt as matches are persons: most agree in names and birth date, to a letter.

    Where there is hardly a double, the likeliest pairs are relatives and people of one name, and learning takes
    those for matches.
    """
    shares = dict(zip(model.names, model.match, strict=True))
    return all(sum(shares[name][-2:]) >= _LEAST_AGREEING for name in ("given", "family", "birth"))


def name_frequencies(records: Iterable[Record]) -> dict[str, dict[str, float]]:
    """The share of records that bear each given and each family name; without spaces."""
    given: Counter[str] = Counter()
    family: Counter[str] = Counter()
    for record in records:
        given[record.given.replace(" ", "")] += 1
        family[record.family.replace(" ", "")] += 1
    return {"given": _shares_of(given), "family": _shares_of(family)}


def _shares_of(counts: Counter[str]) -> dict[str, float]:
    counts.pop("", None)
    total = sum(counts.values()) or 1
    # Whoever alone bears a name would be known by it here; two records that agree on a name make it two.
    return {value: count / total for value, count in counts.most_common(_FREQUENT) if count > 1}


def _judged(model: Model, patterns: Mapping[Pattern, int]) -> tuple[dict[Pattern, float], float]:
    """How many matches stand behind each pattern, and how many pairs of households behind all."""
    scorer = Scorer(model)
    shares = {pattern: scorer.shares(pattern) for pattern in patterns}
    matches = {pattern: count * shares[pattern][0] for pattern, count in patterns.items()}
    return matches, sum(count * shares[pattern][1] for pattern, count in patterns.items())


def _strangers(model: Model, patterns: Mapping[Pattern, int]) -> dict[Pattern, float]:
    scorer = Scorer(model)
    return {pattern: count * (1 - sum(scorer.shares(pattern))) for pattern, count in patterns.items()}


def _shares(
    counts: Mapping[Pattern, float],
    names: Sequence[str],
    levels: Mapping[str, int],
    *,
    before: Sequence[Sequence[float]],
    weight: float,
) -> tuple[tuple[float, ...], ...]:
    totals = [[weight * share for share in before[place]] for place in range(len(names))]
    for pattern, count in counts.items():
        for place, level in enumerate(pattern):
            if level is not None:
                totals[place][level] += count
    return tuple(probabilities(each) for each in totals)


def _falling(count: int) -> tuple[float, ...]:
    """Most at the highest level, less and less below: 0.9 and the rest halved from level to level."""
    rest = [2.0**place for place in range(count - 1)]
    return (*(0.1 * each / sum(rest) for each in rest), 0.9)


def _flat(levels: Mapping[str, int]) -> list[tuple[float, ...]]:
    return [(0.5, *([0.5 / (count - 1)] * (count - 1))) for count in levels.values()]
