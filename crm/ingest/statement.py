"""The one statement that stores calls, of one request or of several; many take the quick way of COPY first."""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext

import msgspec
import psycopg
from django.db import connection, transaction

from crm.ingest.calls import PreparedCall
from crm.ingest.copying import LEAST_ROWS, copy_parcels
from crm.ingest.parcel import Parcel
from crm.ingest.schema import encode_json

# The rows come as one JSON text, which the database takes apart faster than a driver builds arrays. First their
# message ids are taken, for ever, in their order, so that two statements never wait for each other in a circle; a row
# whose id was taken already is left out, whoever sends it again. The client of an anonymous id is looked up in the
# statement that stores the row: an identity that was committed a moment before is seen. The setting tells the table's
# trigger that the ids are taken (migration 0004).
_INSERT = """
    WITH said AS MATERIALIZED (
        SELECT * FROM json_to_recordset(%s::json) AS r (
            id uuid, message_id text, source bigint, links boolean, type text, name text, anonymous_id text,
            client_id bigint, properties jsonb, context jsonb, timestamp timestamptz, original_timestamp timestamptz,
            sent_at timestamptz, received_at timestamptz
        )
    ), taken AS (
        INSERT INTO crm_messageid (message_id) SELECT message_id FROM said ORDER BY message_id COLLATE "C"
        ON CONFLICT (message_id) DO NOTHING
        RETURNING message_id
    )
    INSERT INTO crm_interaction (
        id, message_id, source_id, type, name, anonymous_id, client_id, properties, context,
        timestamp, original_timestamp, sent_at, received_at
    )
    SELECT
        r.id, r.message_id, r.source, r.type, r.name, r.anonymous_id,
        coalesce(r.client_id, (
            SELECT coalesce(c.canonical_id, c.id) FROM crm_identifier i JOIN crm_client c ON c.id = i.client_id
            WHERE r.links AND i.namespace = 'anonymous' AND i.value = r.anonymous_id AND i.retracted_at IS NULL
        )),
        r.properties, r.context, r.timestamp, r.original_timestamp, r.sent_at, r.received_at
    FROM said r JOIN taken USING (message_id)
    WHERE (SELECT set_config('crm.message_ids_are_taken', 'yes', true)) = 'yes'
    RETURNING message_id
"""


def insert_parcels(parcels: Sequence[Parcel]) -> list[int]:
    """How many rows of each parcel were stored, committed when this returns outside of a transaction.

    The parcels have no message id in common. Raises DataError when any row holds what the database cannot keep;
    then nothing of any parcel was stored.
    """
    counts = [len(parcel.calls) for parcel in parcels]
    is_worth_copying = sum(counts) >= LEAST_ROWS and not connection.in_atomic_block
    return counts if is_worth_copying and copy_parcels(parcels) else _insert(parcels)


def _insert(parcels: Sequence[Parcel]) -> list[int]:
    rows = encode_json([row for parcel in parcels for row in _rows(parcel)])
    connection.ensure_connection()
    with transaction.atomic() if connection.in_atomic_block else nullcontext(), connection.wrap_database_errors:
        # The driver itself: Django's cursor would write the values into the text of the statement.
        cursor = psycopg.Cursor(connection.connection).execute(_INSERT, [rows.decode()])
        if cursor.rowcount == sum(len(parcel.message_ids) for parcel in parcels):
            return [len(parcel.message_ids) for parcel in parcels]
        stored = {message_id for (message_id,) in cursor}
    return [len(parcel.message_ids & stored) for parcel in parcels]


def _rows(parcel: Parcel) -> Iterator[dict[str, object]]:
    shared = {"source": parcel.source_id, "links": parcel.links, "received_at": parcel.received_at}
    return (_row(call) | shared for call in parcel.calls)


def _row(call: PreparedCall) -> dict[str, object]:
    return {
        "id": call.id,
        "message_id": call.message_id,
        "type": call.type,
        "name": call.name,
        "anonymous_id": call.anonymous_id,
        "client_id": call.client_id,
        "properties": msgspec.Raw(call.properties),
        "context": msgspec.Raw(call.context),
        "timestamp": call.timestamp,
        "original_timestamp": call.original_timestamp,
        "sent_at": call.sent_at,
    }
