"""The full pass: every client's keys anew, a model learnt from this house, and every likely pair proposed."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from django.db import connection, transaction
from django.db.models import Max, Min

from crm.actions.duplicates import analyse_keys, write_proposals
from crm.duplicates.compare import Pattern, compare, comparisons
from crm.duplicates.evaluation.figures import PROPOSED
from crm.duplicates.learning import is_plausible, learn, name_frequencies
from crm.duplicates.matching import pair_count
from crm.duplicates.model import Score, model_to_json
from crm.duplicates.pairing import random_pairs
from crm.duplicates.record import Record
from crm.duplicates.standing import standing_model
from crm.models import Client, DuplicateModel, DuplicateProposal, DuplicateWork
from crm.queries.duplicates import all_candidate_pairs, current_scorer, hashed_keys, records_of

CHUNK = 2_000
# Below this a house has too few doubles to learn from, and the standing model is the better one.
FEWEST_TO_LEARN = 2_000
# Learning looks at the pairs of so many clients, and at so many pairs of strangers.
LEARNT_CLIENTS, SAMPLED_CLIENTS, STRANGERS = 200_000, 20_000, 100_000

Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class FullPass:
    clients: int
    compared: int
    proposed: int


def find_duplicates(show: Progress) -> FullPass:
    """Compare everybody. ``show``: called with what is being done and how many more of it are done.

    What was decided stays; open proposals that are likely no more are taken back. Clients that change meanwhile
    are compared again by themselves.
    """
    DuplicateWork.objects.all().delete()
    clients = write_all_keys(show)
    if clients >= FEWEST_TO_LEARN:
        learn_model(clients, show)
    compared, likely = _propose_all(show)
    stale = DuplicateProposal.objects.filter(status=DuplicateProposal.Status.OPEN)
    stale.exclude(pk__in=likely).delete()
    return FullPass(clients, compared, len(likely))


@transaction.atomic
def write_all_keys(show: Progress) -> int:
    """Replace the index of keys; how many clients it has."""
    clients = 0
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM crm_duplicatekey")
        for ids in _live_ids():
            rows = [(client, key) for client, record in records_of(ids).items() for key in hashed_keys(record)]
            with cursor.copy("COPY crm_duplicatekey (client_id, value) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            clients += len(ids)
            show("clients", len(ids))
    analyse_keys()
    return clients


def learn_model(clients: int, show: Progress) -> DuplicateModel:
    """Learn from the pairs that share a key and from pairs drawn at random, and keep what was learnt."""
    candidates: Counter[Pattern] = Counter()
    every = 1 + clients // LEARNT_CLIENTS
    for pairs in all_candidate_pairs(every=every):
        records = records_of({client for pair in pairs for client in pair})
        candidates.update(compare(records[a], records[b]) for a, b in pairs if a in records and b in records)
        show("pairs to learn from", len(pairs))
    sample = list(records_of(_sampled_ids()).values())
    at_random = Counter(compare(one, other) for one, other in _strangers(sample))
    counts = {pattern: count * every for pattern, count in candidates.items()}
    learnt = learn(counts, at_random, levels=comparisons(), pairs=pair_count(clients, None))
    trusted = learnt if is_plausible(learnt) else standing_model(clients)
    model = replace(trusted, frequencies=name_frequencies(sample))
    return DuplicateModel.objects.create(clients=clients, parameters=model_to_json(model))


def _propose_all(show: Progress) -> tuple[int, list[int]]:
    """Score every pair; how many there were, and the ids of the proposals that hold."""
    scorer, compared, likely = current_scorer(), 0, list[int]()
    for pairs in all_candidate_pairs():
        records = records_of({client for pair in pairs for client in pair})
        scored: dict[tuple[int, int], Score] = {}
        for a, b in pairs:
            if a in records and b in records:
                score = scorer.score(records[a], records[b], compare(records[a], records[b]))
                if score.probability >= PROPOSED:
                    scored[a, b] = score
        write_proposals(scored, scorer)
        likely += _ids_of(scored)
        compared += len(pairs)
        show("pairs", len(pairs))
    return compared, likely


def _ids_of(scored: dict[tuple[int, int], Score]) -> list[int]:
    held = DuplicateProposal.objects.filter(a__in={a for a, _ in scored}).values_list("pk", "a_id", "b_id")
    return [pk for pk, a, b in held if (a, b) in scored]


def _live_ids() -> Iterator[list[int]]:
    """Ids of the live clients in order, a chunk at a time, by key so that the last chunk costs what the first did."""
    after = 0
    while True:
        ids = list(Client.objects.live().filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:CHUNK])
        if not ids:
            return
        yield ids
        after = ids[-1]


def _sampled_ids() -> list[int]:
    """Clients from all over the house: the same step from one to the next."""
    bounds = Client.objects.aggregate(first=Min("pk"), last=Max("pk"))
    step = max(1, (bounds["last"] - bounds["first"]) // SAMPLED_CLIENTS)
    return list(range(bounds["first"], bounds["last"] + 1, step))


def _strangers(sample: list[Record]) -> Iterator[tuple[Record, Record]]:
    for one, other in random_pairs(STRANGERS, len(sample)):
        yield sample[one], sample[other]
