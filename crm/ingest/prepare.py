"""One raw call to one row, or the reason why not."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from consent.contact_hash import first_hash
from crm.ingest.calls import PreparedCall
from crm.ingest.clock import Timing, time_call
from crm.ingest.errors import CallRejected
from crm.ingest.people import person_of, without_contacts
from crm.ingest.redact import may_be_personal, redact_object, redact_text
from crm.ingest.schema import CALL_TYPES, Call, decode_call, decode_message_id, decode_object, encode_json

MAXIMUM_CALL_BYTES = 32 * 1024
MAXIMUM_ID = 100
MAXIMUM_NAME = 200
PASSIVE_TYPES = frozenset({"track", "page", "screen"})


@dataclass(frozen=True, slots=True)
class Arrival:
    """What all calls of a request share. ``kind`` is the type that the address names, empty for a batch.

    ``is_clean`` says that the whole request was looked at and holds nothing personal, so that no call need be.
    """

    received_at: datetime
    kind: str = ""
    sent_at: str | None = None
    context: bytes = b""
    is_opted_out: bool = False
    is_clean: bool = False


def prepare_call(raw: bytes, index: int, arrival: Arrival) -> PreparedCall:
    """Read, check, time and redact one call. Raises CallRejected with the code that the sender is told."""
    call = _decoded(raw)
    kind = arrival.kind or call.type
    _check(call, kind)
    timing = _timing(call, arrival)
    row = _row(call, kind, index, timing)
    if kind in PASSIVE_TYPES and _is_plain(call, raw, timing, arrival):
        row.properties, row.context = _text_of(call.properties), _text_of(call.context)
    else:
        _examine(row, call, arrival)
    return row


def _is_plain(call: Call, raw: bytes, timing: Timing, arrival: Arrival) -> bool:
    """Whether the objects can be stored as the bytes that came: nothing to take out, nothing to add."""
    is_bare = not (call.user_id or call.category or timing.warning or arrival.context or arrival.is_opted_out)
    return is_bare and (arrival.is_clean or not may_be_personal(raw))


def _decoded(raw: bytes) -> Call:
    if len(raw) > MAXIMUM_CALL_BYTES:
        raise CallRejected("event_too_large", f"An event holds at most {MAXIMUM_CALL_BYTES // 1024} KB.")
    try:
        return decode_call(raw)
    except (msgspec.DecodeError, RecursionError) as error:
        raise CallRejected("event_invalid", str(error)) from error


def _check(call: Call, kind: str) -> None:
    if kind not in CALL_TYPES:
        raise CallRejected("event_type_unknown", f"The type is one of: {', '.join(sorted(CALL_TYPES))}.")
    if call.anonymous_id in (None, "") and call.user_id in (None, ""):
        raise CallRejected("id_missing", "An event names its anonymousId, its userId or both.")
    needed = {
        "track": ("event", call.event),
        "group": ("groupId", call.group_id),
        "alias": ("previousId", call.previous_id),
    }
    name, value = needed.get(kind, ("", True))
    if not value:
        raise CallRejected("field_missing", f"A call of type {kind} has its {name}.")
    for name, text, limit in (
        ("messageId", call.message_id, MAXIMUM_ID),
        ("anonymousId", call.anonymous_id, MAXIMUM_ID),
        ("event", call.event or call.name, MAXIMUM_NAME),
    ):
        if text is not None and len(str(text)) > limit:
            raise CallRejected("field_too_long", f"The {name} has at most {limit} characters.")


def _timing(call: Call, arrival: Arrival) -> Timing:
    corrected = call.timestamp if call.original_timestamp else None
    original = call.original_timestamp or call.timestamp
    return time_call(original, call.sent_at or arrival.sent_at, arrival.received_at, corrected=corrected)


def _examine(row: PreparedCall, call: Call, arrival: Arrival) -> None:
    properties, traits, context = _objects(call, arrival)
    if arrival.is_opted_out and row.type in PASSIVE_TYPES and not has_consent(context):
        raise CallRejected("opted_out", "The browser sends Global Privacy Control, and no consent was given.")
    row.person = person_of(call, row.type, traits, context)
    properties, taken = redact_object(properties)
    traits, taken_traits = redact_object(traits, is_traits=True)
    context, taken_context = redact_object(without_contacts(context))
    context |= _ids(call, row)
    if redacted := sorted(taken | taken_traits | taken_context):
        context["redacted"] = redacted
    if row.warnings:
        context["clock"] = {"warning": row.warnings[0]}
    row.properties, row.context = _json(properties | traits), _json(context)
    _redact_ids(row)


def _redact_ids(row: PreparedCall) -> None:
    row.name = redact_text(row.name)
    if _holds_address(row.anonymous_id):
        row.anonymous_id = ""
    if _holds_address(row.message_id):
        # The same id again must still be the same event, whatever key is written with by then.
        row.message_id = first_hash("message", row.message_id)


def _objects(call: Call, arrival: Arrival) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Properties, traits and context. The network address is left out: no use of ours needs it."""
    try:
        context = _object(call.context) or _object(arrival.context)
        kept = {key: value for key, value in context.items() if key not in ("ip", "redacted", "clock")}
        return _object(call.properties), _object(call.traits), kept
    except (msgspec.DecodeError, RecursionError) as error:
        raise CallRejected("event_invalid", str(error)) from error


def has_consent(context: dict[str, Any]) -> bool:
    """Whether the context says, as the specification has it, that some category was agreed to."""
    consent = context.get("consent")
    preferences = consent.get("categoryPreferences") if isinstance(consent, dict) else None
    return isinstance(preferences, dict) and any(value is True for value in preferences.values())


def _ids(call: Call, row: PreparedCall) -> dict[str, str]:
    # An address that was sent as the user id is in the identifiers, and leaves no trace here.
    user_id = "" if row.person.email else str(call.user_id or "")
    ids = {"userId": user_id, "groupId": str(call.group_id or ""), "category": call.category or ""}
    ids["previousId"] = str(call.previous_id or "") if row.type == "alias" else ""
    return {key: redact_text(value) for key, value in ids.items() if value}


def _row(call: Call, kind: str, index: int, timing: Timing) -> PreparedCall:
    return PreparedCall(
        index=index,
        message_id=call.message_id or str(uuid.uuid4()),
        type=kind,
        name=(call.event if kind == "track" else call.name) or "",
        anonymous_id=str(call.anonymous_id or "").strip(),
        timestamp=timing.timestamp,
        original_timestamp=timing.original_timestamp,
        sent_at=timing.sent_at,
        warnings=[timing.warning] if timing.warning else [],
    )


def _text_of(raw: msgspec.Raw) -> str:
    text = bytes(raw).decode()
    if not text or text == "null":
        return "{}"
    if text[0] != "{":
        raise CallRejected("event_invalid", "properties and context are objects.")
    return text


def _object(raw: msgspec.Raw | bytes) -> dict[str, Any]:
    return decode_object(_text_of(msgspec.Raw(bytes(raw))).encode())


def _json(value: dict[str, Any]) -> str:
    return encode_json(value).decode()


def _holds_address(text: str) -> bool:
    return redact_text(text) != text


def message_id_of(raw: bytes) -> str:
    """The message id of a call that was refused, as far as it can be told, to name it in the answer."""
    try:
        return str(decode_message_id(raw).message_id or "")[:MAXIMUM_ID]
    except (msgspec.DecodeError, RecursionError):
        return ""
