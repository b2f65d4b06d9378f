"""Calls into the database: checked one by one, stored by one statement, each message id once for ever."""

import logging
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime

import msgspec
import psycopg
import uuid_utils
from django.db import DataError, connection, transaction

from crm.ingest.calls import PreparedCall
from crm.ingest.errors import CallRejected
from crm.ingest.identity import assign_clients
from crm.ingest.prepare import Arrival, message_id_of, prepare_call
from crm.ingest.schema import encode_json
from crm.models import Source

# The rows come as one JSON text, which the database takes apart faster than a driver builds arrays. First their
# message ids are taken, for ever; a row whose id was taken already is left out, whoever sends it again. The client of
# an anonymous id is looked up in the statement that stores the row: an identity that was committed a moment before
# is seen. The setting tells the table's trigger that the ids are taken (migration 0004).
_INSERT = """
    WITH said AS MATERIALIZED (
        SELECT * FROM json_to_recordset(%(rows)s::json) AS r (
            id uuid, message_id text, type text, name text, anonymous_id text, client_id bigint, properties jsonb,
            context jsonb, timestamp timestamptz, original_timestamp timestamptz, sent_at timestamptz
        )
    ), taken AS (
        INSERT INTO crm_messageid (message_id) SELECT message_id FROM said
        ON CONFLICT (message_id) DO NOTHING
        RETURNING message_id
    )
    INSERT INTO crm_interaction (
        id, message_id, source_id, type, name, anonymous_id, client_id, properties, context,
        timestamp, original_timestamp, sent_at, received_at
    )
    SELECT
        r.id, r.message_id, %(source)s, r.type, r.name, r.anonymous_id,
        coalesce(r.client_id, (
            SELECT coalesce(c.canonical_id, c.id) FROM crm_identifier i JOIN crm_client c ON c.id = i.client_id
            WHERE %(links)s AND i.namespace = 'anonymous' AND i.value = r.anonymous_id AND i.retracted_at IS NULL
        )),
        r.properties, r.context, r.timestamp, r.original_timestamp, r.sent_at, %(received_at)s
    FROM said r JOIN taken USING (message_id)
    WHERE (SELECT set_config('crm.message_ids_are_taken', 'yes', true)) = 'yes'
"""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rejected:
    """``detail`` is for whoever sent it, and repeats nothing that it held."""

    index: int
    message_id: str
    code: str
    detail: str


@dataclass(slots=True)
class StoreResult:
    """``accepted`` were stored now, ``duplicates`` stood already; ``warnings`` are (index, code) of stored calls."""

    accepted: int = 0
    duplicates: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    warnings: list[tuple[int, str]] = field(default_factory=list)


def store_calls(source: Source, calls: Sequence[bytes], arrival: Arrival) -> StoreResult:
    """Store what is good of these raw calls. What is returned as accepted or duplicate is committed.

    (1) each call is checked and redacted, (2) those that say who they are find their client, (3) all are
    stored by one statement. A retry of the whole gives the same rows.
    """
    result = StoreResult()
    prepared = _prepared(calls, arrival, result)
    _number(prepared)
    assign_clients(source, prepared)
    # In order of the unique key: two requests with the same calls never wait for each other in a circle.
    _store(source, sorted(prepared, key=lambda call: call.message_id), arrival.received_at, result)
    result.warnings = [(call.index, code) for call in prepared for code in call.warnings]
    return result


def _prepared(calls: Sequence[bytes], arrival: Arrival, result: StoreResult) -> list[PreparedCall]:
    prepared = []
    for index, raw in enumerate(calls):
        try:
            prepared.append(prepare_call(raw, index, arrival))
        except CallRejected as rejection:
            result.rejected.append(Rejected(index, message_id_of(raw), rejection.code, rejection.detail))
    return prepared


def _number(calls: list[PreparedCall]) -> None:
    # In the order of the calls, since the id settles the order of equal timestamps.
    for call, id_ in zip(calls, sorted(str(uuid_utils.uuid7()) for _ in calls), strict=True):
        call.id = id_


def _store(source: Source, calls: list[PreparedCall], received_at: datetime, result: StoreResult) -> None:
    if not calls:
        return
    try:
        stored = _insert(source, calls, received_at)
        result.accepted += stored
        result.duplicates += len(calls) - stored
    except DataError as error:
        # One call holds what the database cannot keep (a zero character, a number too large). Find it by halves.
        if len(calls) == 1:
            # Its own words would repeat the value.
            log.info("a call was not kept: %s", type(error.__cause__).__name__)
            detail = "It holds a character or a number that the database cannot keep."
            result.rejected.append(Rejected(calls[0].index, calls[0].message_id, "event_invalid", detail))
            return
        middle = len(calls) // 2
        _store(source, calls[:middle], received_at, result)
        _store(source, calls[middle:], received_at, result)


def _insert(source: Source, calls: list[PreparedCall], received_at: datetime) -> int:
    rows = encode_json([_row(call) for call in _first_of_each(calls)]).decode()
    values = {"rows": rows, "source": source.pk, "received_at": received_at, "links": not source.is_shared_device}
    connection.ensure_connection()
    with transaction.atomic() if connection.in_atomic_block else nullcontext(), connection.wrap_database_errors:
        # The driver itself: Django's cursor would write the values into the text of the statement.
        return psycopg.Cursor(connection.connection).execute(_INSERT, values).rowcount


def _first_of_each(calls: Sequence[PreparedCall]) -> list[PreparedCall]:
    # A message id twice in one request: the first is the event, as it is between requests.
    return list({call.message_id: call for call in reversed(calls)}.values())[::-1]


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
