"""Calls that would bring somebody back who was erased."""

import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from threading import Lock

from consent.queries.erased import erased_among, last_erasure
from crm.ingest.calls import PreparedCall

# What a person does to become a client anew; names of the Segment specification. Anything else that names them may be
# what their browser or another system still remembers.
OWN_ACTS = frozenset({"Signed Up", "Account Created", "Order Completed"})
DETAIL = "It names somebody who was erased, and is no act of theirs since."
Claim = tuple[str, str]
# How long a process goes by what it last asked. An erasure looks through the interactions again long after that.
_ASKED_AGAIN_AFTER = 1.0
_NEVER = datetime.min.replace(tzinfo=UTC)
_asked = Lock()
_last: tuple[float, datetime | None] = (float("-inf"), None)


def would_bring_back(call: PreparedCall, claims: Iterable[Claim], erased: dict[Claim, datetime]) -> bool:
    """Whether a call that names somebody must be refused: ``erased`` as of ``erased_among``."""
    moments = [erased[claim] for claim in claims if claim in erased]
    return bool(moments) and (call.timestamp <= max(moments) or call.name not in OWN_ACTS)


def visits_of_erased(calls: Sequence[PreparedCall]) -> list[PreparedCall]:
    """Those that happened on a device of somebody who was erased since. No statement where all are of after that."""
    last = _last_erasure()
    late = [call for call in calls if last is not None and call.anonymous_id and call.timestamp <= last]
    erased = erased_among(("anonymous", call.anonymous_id) for call in late)
    return [call for call in late if call.timestamp <= erased.get(("anonymous", call.anonymous_id), _NEVER)]


def _last_erasure() -> datetime | None:
    global _last  # noqa: PLW0603  # one for the process
    with _asked:
        if time.monotonic() - _last[0] > _ASKED_AGAIN_AFTER:
            _last = (time.monotonic(), last_erasure())
        return _last[1]


def ask_again() -> None:
    """Go by nothing that was asked before."""
    global _last  # noqa: PLW0603
    _last = (float("-inf"), None)
