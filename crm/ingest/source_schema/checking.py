"""Hold the calls of one request against the schema of their source."""

import logging
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from django.db import connection

from crm.ingest.calls import PreparedCall
from crm.ingest.ecommerce.errors import EventUnusable
from crm.ingest.ecommerce.names import KNOWN
from crm.ingest.ecommerce.parsing import parse_event
from crm.ingest.source_schema.definition import EventSchema, SchemaError, SourceSchema, read_schema
from crm.models import Source

MOST_COUNTED = 200
# The third product and the fourth break one rule.
_POSITION = re.compile(r"\[\d+\]")
log = logging.getLogger(__name__)
_read: dict[int, tuple[object, SourceSchema]] = {}


@dataclass(frozen=True)
class Violation:
    """``path`` names the property, empty for the event itself; ``code`` is one of ours or of EventUnusable."""

    event: str
    path: str
    code: str


def schema_of(source: Source) -> SourceSchema | None:
    """None where it has none. One that cannot be read lets everything in, and is told to the log."""
    if not source.schema:
        return None
    known = _read.get(source.pk)
    if known is None or known[0] is not source.schema:
        try:
            known = (source.schema, read_schema(source.schema))
        except SchemaError as error:
            log.error("The schema of source %s is not used: %s", source.code, error)
            known = (source.schema, SourceSchema())
        _read[source.pk] = known
    return known[1]


def is_blocked(schema: SourceSchema, call: PreparedCall) -> bool:
    if call.type != "track":
        return False
    event = schema.events.get(call.name)
    return event.is_blocked if event else schema.other_events == "blocked"


def violations_in(schema: SourceSchema, calls: Sequence[PreparedCall], *, currency: str) -> Counter[Violation]:
    """How often each rule is broken. An event that is not described is only asked whether it is known at all."""
    found: Counter[Violation] = Counter()
    for call in calls:
        if call.type == "track":
            found.update(_violations(schema, call, currency))
    return found


def _violations(schema: SourceSchema, call: PreparedCall, currency: str) -> list[Violation]:
    event, is_known = schema.events.get(call.name), schema.is_specified and call.name in KNOWN
    if event is None and not is_known:
        return [Violation(call.name, "", "event_unknown")] if schema.other_events == "counted" else []
    properties = msgspec.json.decode(call.properties)
    if not isinstance(properties, dict):
        return [Violation(call.name, "", "type_wrong")]
    found = _of_event(event, call.name, properties) if event else []
    if is_known:
        try:
            parse_event(call.name, properties, currency=currency)
        except EventUnusable as error:
            found.append(Violation(call.name, _POSITION.sub("[]", error.path)[:120], error.code))
    return found


def _of_event(event: EventSchema, name: str, properties: dict[str, Any]) -> list[Violation]:
    found = []
    for key, expected in event.properties.items():
        value = properties.get(key)
        if value is None:
            if expected.is_required:
                found.append(Violation(name, key[:120], "property_missing"))
        elif not expected.accepts(value):
            found.append(Violation(name, key[:120], "type_wrong"))
    if event.counts_unknown:
        # Not which: a property that nobody expected may hold, or be, anything.
        found += [Violation(name, "", "property_unknown")] * bool(properties.keys() - event.properties.keys())
    return found


def count_violations(source: Source, found: Counter[Violation], at: datetime) -> None:
    """Note them for the sums, added and never updated, so that no request waits for another's.

    A retry of a batch that was stored is counted again.
    """
    if not found:
        return
    hour = at.replace(minute=0, second=0, microsecond=0)
    rows = found.most_common(MOST_COUNTED)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO crm_sourcetally (source_id, hour, event, path, code, count)"
            " SELECT %s, %s, * FROM unnest(%s::text[], %s::text[], %s::text[], %s::int[])",
            [
                source.pk, hour, [each.event.replace("\0", "") for each, _ in rows], [each.path for each, _ in rows],
                [each.code for each, _ in rows], [count for _, count in rows],
            ],
        )  # fmt: skip
