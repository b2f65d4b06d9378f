"""A model of this house, learnt without a labelled pair, by the full pass."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from crm.duplicates.bound import Bound, BoundModel
from crm.duplicates.compare import Pattern, compare, comparisons
from crm.duplicates.learning import is_plausible, learn, name_frequencies, started_model
from crm.duplicates.likely import Search, joined, key_slices, likely_in
from crm.duplicates.matching import pair_count
from crm.duplicates.model import Model, Scorer, model_to_json
from crm.duplicates.pairing import Packed, random_pairs, unpack_pairs
from crm.duplicates.record import Record
from crm.duplicates.standing import DUPLICATES_PER_CLIENT, standing_model
from crm.models import DuplicateModel
from crm.queries.duplicate_signatures import House
from crm.queries.duplicates import records_of

# The pairs of so many clients are looked at, and so many of these compared; names and strangers are drawn from more.
LEARNT_CLIENTS, LEARNT_PAIRS, SAMPLED_CLIENTS, STRANGERS = 200_000, 100_000, 60_000, 100_000
_LEARNT_FROM = 0.01
_CHUNK = 5_000
Progress = Callable[[str, int], None]


def learn_model(house: House, show: Progress) -> DuplicateModel:
    """Learn from pairs that share a key and from pairs drawn at random, and keep what was learnt."""
    clients = len(house.clients)
    sample = list(_records(house.clients[:: 1 + clients // SAMPLED_CLIENTS].tolist()).values())
    drawn = random_pairs(STRANGERS, len(sample))
    at_random = Counter(compare(sample[one], sample[other]) for one, other in drawn)
    show("learning", len(sample))
    learnt = learn(_counted(house, at_random, show), at_random, levels=comparisons(), pairs=pair_count(clients, None))
    trusted = learnt if is_plausible(learnt) else standing_model(clients)
    model = replace(trusted, frequencies=name_frequencies(sample))
    return DuplicateModel.objects.create(clients=clients, parameters=model_to_json(model))


def _counted(house: House, at_random: Counter[Pattern], show: Progress) -> dict[Pattern, int]:
    """How many pairs there are of each pattern, of those that may be matches at all."""
    every = 1 + len(house.clients) // LEARNT_CLIENTS
    bound = Bound(BoundModel(Scorer(_start(at_random, len(house.clients)))), house.signatures)
    search = Search(house.keys, bound, _LEARNT_FROM, every)
    packed = joined(likely_in(search, part) for part in key_slices(house.keys, 16))
    step = 1 + len(packed) // LEARNT_PAIRS
    counts = _patterns(house, packed[::step])
    show("learning", len(packed) // step)
    return {pattern: count * step * every for pattern, count in counts.items()}


def _start(at_random: Counter[Pattern], clients: int) -> Model:
    start = started_model(at_random, levels=comparisons(), pairs=pair_count(clients, None))
    # Among millions too, a client in twenty may be known twice.
    return replace(start, prior=2 * DUPLICATES_PER_CLIENT / max(clients, 100))


def _patterns(house: House, packed: Packed) -> Counter[Pattern]:
    counts: Counter[Pattern] = Counter()
    for start in range(0, len(packed), _CHUNK):
        one, other = (house.clients[places].tolist() for places in unpack_pairs(packed[start : start + _CHUNK]))
        records = _records(sorted({*one, *other}))
        pairs = [(a, b) for a, b in zip(one, other, strict=True) if a in records and b in records]
        counts.update(compare(records[a], records[b]) for a, b in pairs)
    return counts


def _records(ids: Sequence[int]) -> dict[int, Record]:
    chunks = (ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK))
    return {client: record for chunk in chunks for client, record in records_of(chunk).items()}
