"""When a call happened, whatever the sender's clock says.

``timestamp = receivedAt − (sentAt − originalTimestamp)``: the sender's clock is trusted for how long ago,
never for when. Without ``sentAt`` the sender's own ``timestamp`` stands; without either, the arrival.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

# Two clocks that agree so far are not worth a word.
SKEW_TOLERANCE = timedelta(hours=1)
FUTURE_TOLERANCE = timedelta(minutes=1)
# Before there were shops on the web: a clock that was never set, or a field that holds something else (a birthday).
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Timing:
    """``warning`` is empty, ``clock_skewed`` or ``timestamp_`` with ``in_future``, ``too_old`` or ``invalid``."""

    timestamp: datetime
    original_timestamp: datetime | None
    sent_at: datetime | None
    warning: str


def time_call(original: str | None, sent: str | None, received_at: datetime, *, corrected: str | None = None) -> Timing:
    """The corrected time of a call, from the ISO 8601 texts that it carried.

    ``corrected`` is a ``timestamp`` that stands beside an ``originalTimestamp``: the sender, which knows its
    distance from this server, has corrected it already. Later than ``received_at`` by more than a minute is
    not possible, and before EARLIEST neither, so the arrival is taken and the call flagged; a skew of over an hour is
    corrected and flagged.
    """
    original_timestamp, sent_at = parse_time(original), parse_time(sent)
    timestamp = parse_time(corrected) or original_timestamp or received_at
    warning = "timestamp_invalid" if (original and not original_timestamp) or (sent and not sent_at) else ""
    if sent_at and original_timestamp:
        timestamp = _moved(received_at, original_timestamp - sent_at)
        if abs(received_at - sent_at) > SKEW_TOLERANCE:
            warning = "clock_skewed"
    if timestamp > received_at + FUTURE_TOLERANCE:
        timestamp, warning = received_at, "timestamp_in_future"
    elif timestamp < EARLIEST:
        timestamp, warning = received_at, "timestamp_too_old"
    return Timing(timestamp, original_timestamp, sent_at, warning)


def parse_time(text: str | None) -> datetime | None:
    """ISO 8601, in UTC where it names no zone; None for anything else."""
    if not text:
        return None
    try:
        parsed = datetime.fromisoformat(text)
        return parsed.astimezone(UTC) if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _moved(received_at: datetime, distance: timedelta) -> datetime:
    try:
        return received_at + distance
    except OverflowError:
        return received_at
