"""Calls into the database: checked one by one, stored by one statement, each message id once for ever."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import uuid_utils
from django.db import DataError

from crm.ingest.calls import PreparedCall
from crm.ingest.erased import DETAIL, visits_of_erased
from crm.ingest.errors import CallRejected
from crm.ingest.group_commit import store_together
from crm.ingest.heartbeat import note_arrival
from crm.ingest.identity import assign_clients
from crm.ingest.lifetimes import date_within_lifetimes
from crm.ingest.parcel import parcel_of
from crm.ingest.prepare import Arrival, message_id_of, prepare_call
from crm.ingest.privacy_control import heed_opted_out
from crm.ingest.source_schema.checking import count_violations, is_blocked, schema_of, violations_in
from crm.ingest.source_schema.definition import SourceSchema
from crm.ingest.withheld import answer_as_strangers, sort_warnings
from crm.models import Source

log = logging.getLogger(__name__)
# A call by which a person says who they are, and nothing of what they looked at.
IDENTIFYING = frozenset({"identify", "alias"})


@dataclass(frozen=True, slots=True)
class Rejected:
    """``detail`` is for whoever sent it, and repeats nothing that it held."""

    index: int
    message_id: str
    code: str
    detail: str


@dataclass(slots=True)
class StoreResult:
    """``accepted`` were stored now, ``duplicates`` stood already; ``warnings`` are (index, code) of stored calls.

    ``withheld`` are (code, detail) of what is counted, and told to no sender (crm.ingest.withheld).
    """

    accepted: int = 0
    duplicates: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    warnings: list[tuple[int, str]] = field(default_factory=list)
    withheld: list[tuple[str, str]] = field(default_factory=list)


def store_calls(source: Source, calls: Sequence[bytes], arrival: Arrival) -> StoreResult:
    """Store what is good of these raw calls. What is returned as accepted or duplicate is committed.

    (1) each call is checked and redacted, (2) those that say who they are find their client, (3) all are
    stored by one statement, with those of other requests of the moment. A retry of the whole gives the same rows.
    """
    result = StoreResult()
    prepared, schema = _prepared(calls, arrival, result), schema_of(source)
    identified = [call for call in prepared if call.type in IDENTIFYING] if arrival.is_opted_out else []
    if schema is not None:
        prepared = _without_blocked(prepared, schema, result)
    _number(prepared)
    prepared = _without(visits_of_erased(prepared), prepared, result)
    prepared = _without(assign_clients(source, prepared), prepared, result)
    date_within_lifetimes(prepared, arrival.received_at)
    _store(source, prepared, arrival.received_at, result)
    if prepared:
        note_arrival(source, arrival.received_at)
    if arrival.is_opted_out:
        refused = [calls[each.index] for each in result.rejected if each.code == "opted_out"]
        heed_opted_out(source, refused, identified, at=arrival.received_at)
    if schema is not None:
        found = violations_in(schema, prepared, currency=source.brand.currency)
        count_violations(source, found, arrival.received_at)
    result.warnings, withheld = sort_warnings(prepared)
    result.withheld += withheld
    return result


def _prepared(calls: Sequence[bytes], arrival: Arrival, result: StoreResult) -> list[PreparedCall]:
    prepared = []
    for index, raw in enumerate(calls):
        try:
            prepared.append(prepare_call(raw, index, arrival))
        except CallRejected as rejection:
            result.rejected.append(Rejected(index, message_id_of(raw), rejection.code, rejection.detail))
    return prepared


def _without_blocked(calls: list[PreparedCall], schema: SourceSchema, result: StoreResult) -> list[PreparedCall]:
    detail = "The schema of this source blocks this event."
    blocked = [call for call in calls if is_blocked(schema, call)]
    result.rejected += [Rejected(call.index, call.message_id, "event_blocked", detail) for call in blocked]
    return [call for call in calls if call not in blocked] if blocked else calls


def _without(refused: list[PreparedCall], calls: list[PreparedCall], result: StoreResult) -> list[PreparedCall]:
    result.withheld += [("erased", DETAIL) for _ in refused]
    answer_as_strangers(refused, result)
    return [call for call in calls if call not in refused] if refused else calls


def _number(calls: list[PreparedCall]) -> None:
    # In the order of the calls, since the id settles the order of equal timestamps.
    for call, id_ in zip(calls, sorted(str(uuid_utils.uuid7()) for _ in calls), strict=True):
        call.id = id_


def _store(source: Source, calls: list[PreparedCall], received_at: datetime, result: StoreResult) -> None:
    if not calls:
        return
    try:
        stored = store_together(parcel_of(source, calls, received_at))
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
