"""Keys and signatures of everybody, as the arrays that a full pass works on."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import connection
from django.db.models import Max, Min
from psycopg import Cursor

from crm.duplicates.pairing import Packed
from crm.duplicates.signature import SIGNATURE, VERSION, Signatures
from crm.models import Client, DuplicateSignature

Ids = npt.NDArray[np.int64]
Range = tuple[int, int]
# Ids from and to which clients are read and written in one go.
RANGE = 20_000
# One array_send of integers: 20 bytes of head, then 4 of length and 4 of value for each.
_ARRAYS = """
    SELECT string_agg(int8send(client_id), ''), string_agg(signature, ''), string_agg(int4send(cardinality(keys)), ''),
        string_agg(substr(array_send(keys), 21), '')
    FROM (
        SELECT client_id, signature, keys FROM crm_duplicatesignature
        WHERE client_id BETWEEN %s AND %s AND version = %s ORDER BY client_id
    ) AS in_order
"""
_MISSING = """
    SELECT id FROM crm_client WHERE id BETWEEN %s AND %s AND canonical_id IS NULL
        AND NOT EXISTS (SELECT FROM crm_duplicatesignature WHERE client_id = crm_client.id)
    ORDER BY id
"""


@dataclass(frozen=True)
class Held:
    """Of a range of clients: their ids in order, their signatures, how many keys each has, and the keys, flat."""

    clients: Ids
    signatures: Signatures
    counts: npt.NDArray[np.int32]
    keys: npt.NDArray[np.int32]


@dataclass(frozen=True)
class House:
    """``clients``: ids in order; ``signatures`` at the same places; ``keys``: packed with those places, in order."""

    clients: Ids
    signatures: Signatures
    keys: Packed


def id_ranges() -> list[Range]:
    """Ranges that hold every client between them."""
    bounds = Client.objects.aggregate(first=Min("pk"), last=Max("pk"))
    if bounds["first"] is None:
        return []
    return [(start, start + RANGE - 1) for start in range(bounds["first"], bounds["last"] + 1, RANGE)]


def held_between(ids: Range) -> Held:
    """What is held of the clients of a range. One statement."""
    connection.ensure_connection()
    # Django's own cursor takes every answer as text, which doubles these.
    with Cursor(connection.connection) as cursor:
        cursor.execute(_ARRAYS, [*ids, VERSION], binary=True)
        clients, signatures, counts, keys = (value or b"" for value in cursor.fetchone() or (b"",) * 4)
    return Held(
        np.frombuffer(clients, dtype=">i8").astype(np.int64),
        np.frombuffer(signatures, dtype=SIGNATURE),
        np.frombuffer(counts, dtype=">i4").astype(np.int32),
        np.frombuffer(keys, dtype=">i4")[1::2].astype(np.int32),
    )


def house_of(parts: Iterable[Held]) -> House:
    """All of them as one, packed: takes twelve bytes a key and about 150 a client."""
    held = list(parts)
    clients = _joined([each.clients for each in held], np.dtype(np.int64))
    counts = _joined([each.counts for each in held], np.dtype(np.int32))
    keys = _joined([each.keys for each in held], np.dtype(np.int32)).view(np.uint32).astype(np.uint64)
    keys <<= np.uint64(32)
    keys |= np.repeat(np.arange(len(clients), dtype=np.uint32), counts)
    keys.sort()
    return House(clients, _joined([each.signatures for each in held], SIGNATURE), keys)


def missing_between(ids: Range) -> list[int]:
    """The live clients of a range that have no signature."""
    with connection.cursor() as cursor:
        cursor.execute(_MISSING, ids)
        return [row[0] for row in cursor.fetchall()]


def signature_count() -> int:
    return DuplicateSignature.objects.count()


def has_key_index() -> bool:
    """Not so while a house is being read for the first time, or after that was stopped half-way."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('signature_by_key') IS NOT NULL")
        return bool(cursor.fetchone()[0])


def _joined(arrays: list[npt.NDArray[Any]], kind: "np.dtype[Any]") -> npt.NDArray[Any]:
    return np.concatenate(arrays) if arrays else np.array([], dtype=kind)
