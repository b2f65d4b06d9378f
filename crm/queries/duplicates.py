"""Clients as records to compare, and who shares a key with whom."""

from collections.abc import Collection, Iterator
from functools import lru_cache

from django.db import connection

from crm.duplicates.keys import blocking_keys, key_hash
from crm.duplicates.model import Scorer, model_from_json
from crm.duplicates.pairing import LARGEST_BLOCK
from crm.duplicates.record import Raw, Record, fold_record
from crm.duplicates.standing import standing_model
from crm.models import Client, DuplicateModel, Identifier

# A client is compared with so many others at most, those first with whom it shares most keys.
MOST_CANDIDATES = 300
COMPARED_NAMESPACES = ("email", "phone")
_FIELDS = ("id", "given_name", "family_name", "birth_date", "city")


def records_of(client_ids: Collection[int]) -> dict[int, Record]:
    """The live ones of these clients, folded, by id. Two queries."""
    contacts: dict[int, dict[str, list[str]]] = {}
    held = Identifier.objects.filter(client__in=client_ids, retracted_at=None, namespace__in=COMPARED_NAMESPACES)
    for client_id, namespace, value in held.order_by("id").values_list("client_id", "namespace", "value"):
        contacts.setdefault(client_id, {}).setdefault(namespace, []).append(value)
    rows = Client.objects.live().filter(pk__in=client_ids).only(*_FIELDS)
    return {client.pk: _record(client, contacts.get(client.pk, {})) for client in rows}


def hashed_keys(record: Record) -> list[int]:
    """The keys of a record as the index holds them."""
    return [key_hash(key) for key in blocking_keys(record)]


def candidates_for(client_id: int, keys: Collection[int]) -> list[int]:
    """Other clients that share a key held by few. One look into the index for each key."""
    query = """
        SELECT candidate FROM unnest(%s::bigint[]) AS wanted (value)
        CROSS JOIN LATERAL (
            SELECT array_agg(few.client_id) AS clients
            FROM (SELECT client_id FROM crm_duplicatekey WHERE value = wanted.value LIMIT %s) AS few
        ) AS block, unnest(block.clients) AS candidate
        WHERE cardinality(block.clients) <= %s AND candidate <> %s
        GROUP BY candidate ORDER BY count(*) DESC, candidate LIMIT %s
    """
    with connection.cursor() as cursor:
        cursor.execute(query, [list(keys), LARGEST_BLOCK + 1, LARGEST_BLOCK, client_id, MOST_CANDIDATES])
        return [row[0] for row in cursor.fetchall()]


def all_candidate_pairs(*, every: int = 1) -> Iterator[list[tuple[int, int]]]:
    """Every pair that shares a key held by few, the smaller id first, in batches by that id.

    ``every``: only the pairs of every so manieth client.
    """
    query = """
        SELECT DISTINCT one.client_id, other.client_id
        FROM (SELECT value FROM crm_duplicatekey GROUP BY value HAVING count(*) BETWEEN 2 AND %s) AS block
        JOIN crm_duplicatekey one USING (value) JOIN crm_duplicatekey other USING (value)
        WHERE one.client_id < other.client_id AND one.client_id %% %s = 0 ORDER BY 1, 2
    """
    with connection.chunked_cursor() as cursor:
        cursor.execute(query, [LARGEST_BLOCK, every])
        while batch := cursor.fetchmany(5_000):
            yield batch


def current_scorer() -> Scorer:
    """By the newest model that was learnt here, else by the standing one."""
    newest = DuplicateModel.objects.order_by("-id").values_list("id", flat=True).first()
    return _standing_scorer(client_estimate()) if newest is None else _learnt_scorer(newest)


def client_estimate() -> int:
    """About how many clients there are, in powers of two: what the planner knows costs no counting."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = 'crm_client'::regclass")
        estimate = cursor.fetchone()[0]
    return int(1 << max(int(estimate), 1).bit_length())


def _record(client: Client, contacts: dict[str, list[str]]) -> Record:
    return fold_record(
        Raw(
            given_name=client.given_name,
            family_name=client.family_name,
            birth_date=f"{client.birth_date:%Y%m%d}" if client.birth_date else "",
            city=client.city,
            emails=tuple(contacts.get("email", ())),
            phones=tuple(contacts.get("phone", ())),
        )
    )


# A model is some thousand numbers: read once by each process.
@lru_cache(maxsize=2)
def _learnt_scorer(pk: int) -> Scorer:
    return Scorer(model_from_json(DuplicateModel.objects.get(pk=pk).parameters))


@lru_cache(maxsize=2)
def _standing_scorer(clients: int) -> Scorer:
    return Scorer(standing_model(clients))
