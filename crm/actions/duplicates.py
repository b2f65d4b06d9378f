"""Propose pairs of clients that are likely one person, and keep the proposals true when a client changes."""

import json
from collections.abc import Mapping
from dataclasses import asdict

from django.db import connection, transaction
from django.db.models import Q

from crm.duplicates.compare import compare
from crm.duplicates.evaluation.figures import PROPOSED
from crm.duplicates.model import Score, Scorer
from crm.duplicates.reasons import reasons_of
from crm.duplicates.record import Record
from crm.duplicates.signature import VERSION, signatures_of
from crm.models import Client, DuplicateProposal, DuplicateSignature, DuplicateWork
from crm.queries.duplicate_signatures import has_key_index
from crm.queries.duplicates import Judge, candidates_for, current_judge, hashed_keys, records_of


@transaction.atomic
def propose_for(client: Client) -> list[DuplicateProposal]:
    """Compare one client with those that share a key, and return its open proposals.

    1. Its keys and signature are written anew. 2. Candidates by key. 3. Likely pairs are proposed; what was decided
    stays so. 4. Open proposals that are likely no more are taken back. A merged client has neither keys nor open ones.
    """
    record = records_of([client.pk]).get(client.pk)
    write_signature(client.pk, record)
    judge = current_judge()
    scored = _scored(client.pk, record, judge) if record else {}
    write_proposals(scored, judge.scorer)
    opened = DuplicateProposal.objects.filter(Q(a=client) | Q(b=client), status=DuplicateProposal.Status.OPEN)
    held = list(opened.order_by("-score", "id"))
    gone = [proposal.pk for proposal in held if (proposal.a_id, proposal.b_id) not in scored]
    if gone:
        DuplicateProposal.objects.filter(pk__in=gone).delete()
    return [proposal for proposal in held if proposal.pk not in gone]


@transaction.atomic
def compare_changed(*, most: int = 200) -> int:
    """Compare clients that were made or changed, the longest waiting first; how many there were.

    One worker at a time: two that compare the same pair from its two sides would wait for each other. Of a worker
    that dies, the rows come back with its transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('compare_changed'))")
        # Without the index of keys each look would read everybody: the full pass makes it.
        if not cursor.fetchone()[0] or not has_key_index():
            return 0
    waiting = dict(DuplicateWork.objects.order_by("id").values_list("pk", "client_id")[:most])
    clients = Client.objects.filter(pk__in=waiting.values()).order_by("pk")
    for client in clients:
        propose_for(client)
    DuplicateWork.objects.filter(pk__in=waiting).delete()
    return len(clients)


def write_signature(client_id: int, record: Record | None) -> None:
    """Make these the keys and the signature of a client; none where there is no record of a live one."""
    if record is None:
        DuplicateSignature.objects.filter(client=client_id).delete()
        return
    statement = """
        INSERT INTO crm_duplicatesignature (client_id, version, keys, signature) VALUES (%s, %s, %s::int[], %s)
        ON CONFLICT (client_id) DO UPDATE
        SET version = excluded.version, keys = excluded.keys, signature = excluded.signature
        WHERE (crm_duplicatesignature.version, crm_duplicatesignature.keys, crm_duplicatesignature.signature)
            IS DISTINCT FROM (excluded.version, excluded.keys, excluded.signature)
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, [client_id, VERSION, hashed_keys(record), signatures_of([record]).tobytes()])


def write_proposals(scored: Mapping[tuple[int, int], Score], scorer: Scorer) -> int:
    """Open a proposal for each pair, or say its score and reasons anew while it is open; how many.

    What somebody decided stays as it was decided. In the order of the pairs, so that two writers of the same ones
    wait for each other and do not lock each other out.
    """
    rows = [(a, b, score.probability, json.dumps(_reasons(score, scorer))) for (a, b), score in sorted(scored.items())]
    if not rows:
        return 0
    statement = """
        INSERT INTO crm_duplicateproposal (a_id, b_id, score, reasons, status, found_at)
        SELECT a, b, score, reasons, 'open', now()
        FROM unnest(%s::bigint[], %s::bigint[], %s::float8[], %s::jsonb[]) AS likely (a, b, score, reasons)
        ON CONFLICT (a_id, b_id) DO UPDATE
        SET score = excluded.score, reasons = excluded.reasons, confirmed_at = now()
        WHERE crm_duplicateproposal.status = 'open'
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(column) for column in zip(*rows, strict=True)])
    return len(rows)


def _scored(client_id: int, record: Record, judge: Judge) -> dict[tuple[int, int], Score]:
    likely: dict[tuple[int, int], Score] = {}
    candidates = candidates_for(client_id, record, bound=judge.bound, probability=PROPOSED)
    for other_id, other in records_of(candidates).items() if candidates else ():
        score = judge.scorer.score(record, other, compare(record, other))
        if score.probability >= PROPOSED:
            likely[min(client_id, other_id), max(client_id, other_id)] = score
    return likely


def _reasons(score: Score, scorer: Scorer) -> list[dict[str, object]]:
    return [asdict(reason) for reason in reasons_of(score, scorer.model.names)]
