"""From the bytes of a request to its calls, each still raw."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from crm.ingest.errors import IngestError
from crm.ingest.redact import may_be_personal
from crm.ingest.schema import decode_credentials, decode_envelope

_LONE_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
# As the specification has it; without it, a body of nothing but commas would cost more than an honest one.
MAXIMUM_CALLS = 2500
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ParsedRequest:
    """``kind`` is the type that the address names, empty for a batch, where each call names its own.

    ``is_clean``: nothing in it can be personal, found by one look at the whole, which costs less than one at each call.
    """

    kind: str
    write_key: str
    sent_at: str | None
    context: bytes
    calls: list[bytes]
    is_clean: bool = False


def parse_batch(body: bytes) -> ParsedRequest:
    """A body of ``/v1/batch``. Raises IngestError json_invalid or batch_too_large."""
    envelope = _decoded(decode_envelope, body)
    if len(envelope.batch) > MAXIMUM_CALLS:
        raise IngestError("batch_too_large", f"A batch holds at most {MAXIMUM_CALLS:,} calls.", status=413)
    calls = [bytes(raw) for raw in envelope.batch]
    is_clean = not may_be_personal(body)
    return ParsedRequest("", envelope.write_key, envelope.sent_at, bytes(envelope.context), calls, is_clean)


def parse_single(body: bytes, kind: str) -> ParsedRequest:
    """A body of ``/v1/track`` and its like: the call itself. Raises IngestError json_invalid."""
    credentials = _decoded(decode_credentials, body)
    return ParsedRequest(kind, credentials.write_key or "", credentials.sent_at, b"", [body])


def _decoded(decode: Callable[[bytes], T], body: bytes) -> T:
    try:
        body.decode()
        try:
            return decode(body)
        except msgspec.DecodeError:
            if not _LONE_SURROGATE.search(body):
                raise
            return decode(_without_lone_surrogates(body))
    except (ValueError, RecursionError) as error:
        raise IngestError(
            "json_invalid", f"The body is not what the specification asks for: {_reason(error)}"
        ) from error


def _without_lone_surrogates(body: bytes) -> bytes:
    # Half an emoji, cut off by some text field, is what browsers send as an escape that no database stores.
    return json.dumps(json.loads(body), ensure_ascii=False).encode("utf-8", "replace")


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8."
    if isinstance(error, RecursionError):
        return "it is nested too deeply."
    return f"{error}."
