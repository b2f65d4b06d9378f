"""The calls of one request on their way into the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from crm.ingest.calls import PreparedCall
from crm.models import Source


@dataclass(frozen=True, slots=True)
class Parcel:
    """No two ``calls`` have the same message id. ``links``: whether visitors of this source may be known clients."""

    source_id: int
    links: bool
    received_at: datetime
    calls: tuple[PreparedCall, ...]
    message_ids: frozenset[str]


def parcel_of(source: Source, calls: Sequence[PreparedCall], received_at: datetime) -> Parcel:
    """What these calls are in the database. Of a message id that is there twice the first is the event."""
    first = {call.message_id: call for call in reversed(calls)}
    return Parcel(source.pk, not source.is_shared_device, received_at, tuple(first.values()), frozenset(first))
