"""Propose pairs of clients that are likely one person, and keep the proposals true when a client changes."""

from collections.abc import Collection, Iterable
from dataclasses import asdict

from django.db import connection, transaction
from django.db.models import Q

from crm.duplicates.compare import compare
from crm.duplicates.evaluation.figures import PROPOSED
from crm.duplicates.model import Score, Scorer
from crm.duplicates.reasons import reasons_of
from crm.duplicates.record import Record
from crm.models import Client, DuplicateKey, DuplicateProposal, DuplicateWork
from crm.queries.duplicates import candidates_for, current_scorer, hashed_keys, records_of


@transaction.atomic
def propose_for(client: Client) -> list[DuplicateProposal]:
    """Compare one client with those that share a key, and return its open proposals.

    1. Its keys are written anew. 2. Candidates by key. 3. Likely pairs are proposed; what was decided stays so.
    4. Open proposals that are likely no more are taken back. A merged client has no keys and no open proposals.
    """
    record = records_of([client.pk]).get(client.pk)
    keys = hashed_keys(record) if record else []
    write_keys(client.pk, keys)
    scored = _scored(client.pk, record, candidates_for(client.pk, keys)) if record else {}
    write_proposals(scored, current_scorer())
    opened = DuplicateProposal.objects.filter(Q(a=client) | Q(b=client), status=DuplicateProposal.Status.OPEN)
    gone = [proposal.pk for proposal in opened if (proposal.a_id, proposal.b_id) not in scored]
    DuplicateProposal.objects.filter(pk__in=gone).delete()
    return list(opened.order_by("-score", "id"))


@transaction.atomic
def compare_changed(*, most: int = 200) -> int:
    """Compare clients that were made or changed, the longest waiting first; how many there were.

    One worker at a time: two that compare the same pair from its two sides would wait for each other. Of a worker
    that dies, the rows come back with its transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('compare_changed'))")
        if not cursor.fetchone()[0]:
            return 0
    waiting = dict(DuplicateWork.objects.order_by("id").values_list("pk", "client_id")[:most])
    clients = Client.objects.filter(pk__in=waiting.values()).order_by("pk")
    for client in clients:
        propose_for(client)
    DuplicateWork.objects.filter(pk__in=waiting).delete()
    return len(clients)


def write_keys(client_id: int, keys: Collection[int]) -> None:
    """Make these the keys of a client; those that stay are not touched."""
    held = set(DuplicateKey.objects.filter(client=client_id).values_list("value", flat=True))
    DuplicateKey.objects.filter(client=client_id, value__in=held - set(keys)).delete()
    DuplicateKey.objects.bulk_create(
        [DuplicateKey(client_id=client_id, value=value) for value in keys if value not in held], ignore_conflicts=True
    )


def write_proposals(scored: dict[tuple[int, int], Score], scorer: Scorer) -> None:
    """Open a proposal for each pair, or say its score and reasons anew while it is open."""
    DuplicateProposal.objects.bulk_create(_proposals(scored.items(), scorer), ignore_conflicts=True)
    if scored:
        _refresh_open(scored, scorer)


def _refresh_open(scored: dict[tuple[int, int], Score], scorer: Scorer) -> None:
    """What somebody decided stays as it was decided."""
    first = {a for a, _ in scored}
    standing = DuplicateProposal.objects.filter(a__in=first, status=DuplicateProposal.Status.OPEN)
    moved = []
    for proposal in standing:
        score = scored.get((proposal.a_id, proposal.b_id))
        if score is not None and score.probability != proposal.score:
            proposal.score, proposal.reasons = score.probability, _reasons(score, scorer)
            moved.append(proposal)
    DuplicateProposal.objects.bulk_update(moved, ["score", "reasons"])


def _scored(client_id: int, record: Record, candidates: Collection[int]) -> dict[tuple[int, int], Score]:
    scorer, likely = current_scorer(), {}
    for other_id, other in records_of(candidates).items():
        score = scorer.score(record, other, compare(record, other))
        if score.probability >= PROPOSED:
            likely[min(client_id, other_id), max(client_id, other_id)] = score
    return likely


def _proposals(scored: Iterable[tuple[tuple[int, int], Score]], scorer: Scorer) -> list[DuplicateProposal]:
    return [
        DuplicateProposal(a_id=a, b_id=b, score=score.probability, reasons=_reasons(score, scorer))
        for (a, b), score in scored
    ]


def _reasons(score: Score, scorer: Scorer) -> list[dict[str, object]]:
    return [asdict(reason) for reason in reasons_of(score, scorer.model.names)]


def analyse_keys() -> None:
    """Tell the planner what was just loaded; without it the join of a full pass is planned for an empty table."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE crm_duplicatekey")
