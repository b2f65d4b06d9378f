"""Clients as records to compare, and who shares a key with whom."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import numpy as np
from django.db import connection

from crm.duplicates.bound import Bound, BoundModel
from crm.duplicates.keys import blocking_keys, key_hash
from crm.duplicates.model import Scorer, model_from_json
from crm.duplicates.pairing import LARGEST_BLOCK
from crm.duplicates.record import Raw, Record, fold_record
from crm.duplicates.signature import SIGNATURE, VERSION, signatures_of
from crm.duplicates.standing import standing_model
from crm.models import DuplicateModel

# A client is compared with so many others at most, those first with whom it shares most keys.
MOST_CANDIDATES = 300
_CLIENTS = """
    SELECT id, given_name, family_name, COALESCE(to_char(birth_date, 'YYYYMMDD'), ''), city
    FROM crm_client WHERE {where} AND canonical_id IS NULL ORDER BY id
"""
_CONTACTS = """
    SELECT client_id, namespace, value FROM crm_identifier
    WHERE {where} AND retracted_at IS NULL AND namespace IN ('email', 'phone') ORDER BY id
"""


def records_of(client_ids: Collection[int]) -> dict[int, Record]:
    """The live ones of these clients, folded, by id. Two queries."""
    return _records("= ANY(%s)", [list(client_ids)])


def records_between(first: int, last: int) -> dict[int, Record]:
    """The live clients whose ids lie there, both ends included."""
    return _records("BETWEEN %s AND %s", [first, last])


def hashed_keys(record: Record) -> list[int]:
    """The keys of a record as the index holds them, each once."""
    return list(dict.fromkeys(key_hash(key) for key in blocking_keys(record)))


def candidates_for(client_id: int, record: Record, *, bound: BoundModel, probability: float) -> list[int]:
    """Other clients that share a key held by few and may be so likely one person. One look into the index a key."""
    ids, signatures = _sharing_a_key(client_id, hashed_keys(record))
    if not ids:
        return []
    both = np.concatenate((signatures_of([record]), np.frombuffer(b"".join(signatures), dtype=SIGNATURE)))
    others = np.arange(1, len(both))
    may_be = Bound(bound, both).may_reach(np.zeros_like(others), others, probability)
    return [each for each, is_likely in zip(ids, may_be, strict=True) if is_likely][:MOST_CANDIDATES]


@dataclass(frozen=True)
class Judge:
    """``bound``: what ``scorer`` can say at most."""

    scorer: Scorer
    bound: BoundModel


def current_judge() -> Judge:
    """By the newest model that was learnt here, else by the standing one. One query."""
    newest = DuplicateModel.objects.order_by("-id").values_list("id", "learnt_at").first()
    return _standing(client_estimate()) if newest is None else _learnt(*newest)


def client_estimate() -> int:
    """About how many clients there are, in powers of two: what the planner knows costs no counting."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = 'crm_client'::regclass")
        estimate = cursor.fetchone()[0]
    return int(1 << max(int(estimate), 1).bit_length())


def _sharing_a_key(client_id: int, keys: Collection[int]) -> tuple[list[int], list[bytes]]:
    """Ids and signatures, those that share most keys first."""
    query = """
        SELECT found.client_id, signature FROM (
            SELECT few.client_id, count(*) AS shared FROM unnest(%s::int[]) AS wanted (value)
            CROSS JOIN LATERAL (
                SELECT array_agg(holder.client_id) AS clients FROM (
                    SELECT client_id FROM crm_duplicatesignature
                    WHERE keys @> ARRAY[wanted.value] AND version = %s LIMIT %s
                ) AS holder
            ) AS block, unnest(block.clients) AS few (client_id)
            WHERE cardinality(block.clients) <= %s AND few.client_id <> %s GROUP BY few.client_id
        ) AS found JOIN crm_duplicatesignature USING (client_id) ORDER BY shared DESC, found.client_id
    """
    with connection.cursor() as cursor:
        cursor.execute(query, [list(keys), VERSION, LARGEST_BLOCK + 1, LARGEST_BLOCK, client_id])
        rows = cursor.fetchall()
    return [row[0] for row in rows], [bytes(row[1]) for row in rows]


def _records(where: str, values: list[Any]) -> dict[int, Record]:
    contacts: dict[int, dict[str, list[str]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_CONTACTS.format(where=f"client_id {where}"), values)
        for client_id, namespace, value in cursor.fetchall():
            contacts.setdefault(client_id, {}).setdefault(namespace, []).append(value)
        cursor.execute(_CLIENTS.format(where=f"id {where}"), values)
        return {row[0]: _record(row, contacts.get(row[0], {})) for row in cursor.fetchall()}


def _record(row: tuple[Any, ...], contacts: dict[str, list[str]]) -> Record:
    _, given_name, family_name, birth_date, city = row
    emails, phones = tuple(contacts.get("email", ())), tuple(contacts.get("phone", ()))
    return fold_record(
        Raw(
            given_name=given_name, family_name=family_name, birth_date=birth_date, city=city, emails=emails,
            phones=phones,
        )
    )  # fmt: skip


# A model is some thousand numbers: read once by each process. By its moment too: a restored copy of the database gives
# numbers again that this process has seen.
@lru_cache(maxsize=2)
def _learnt(pk: int, learnt_at: datetime) -> Judge:
    scorer = Scorer(model_from_json(DuplicateModel.objects.get(pk=pk, learnt_at=learnt_at).parameters))
    return Judge(scorer, BoundModel(scorer))


@lru_cache(maxsize=2)
def _standing(clients: int) -> Judge:
    scorer = Scorer(standing_model(clients))
    return Judge(scorer, BoundModel(scorer))
