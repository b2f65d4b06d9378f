"""Which of two decisions on one thing holds, and which the house may not write at all."""

from datetime import datetime
from typing import Protocol

from consent.errors import ConsentError
from consent.models import Decision

# Ways in which the house speaks for the client; the others are the client's own hand.
BY_THE_HOUSE = frozenset({Decision.Method.STAFF, Decision.Method.IMPORT})
STOPS = frozenset({Decision.Status.REFUSED, Decision.Status.WITHDRAWN})


class Decided(Protocol):
    """What of a decision says whether a later one takes its place."""

    @property
    def status(self) -> str: ...

    @property
    def captured_at(self) -> datetime: ...


def is_replacing(status: str, at: datetime, current: Decided) -> bool:
    """Whether a decision takes the place of the current one.

    Later wins; of two decisions of the same moment the stricter. What waits to be confirmed ends nothing that was
    said: no refusal, and no yes, which a stranger could otherwise suspend.
    """
    if status == Decision.Status.PENDING and current.status in STOPS | {Decision.Status.GIVEN}:
        return False
    if at == current.captured_at:
        return not (current.status in STOPS and status not in STOPS)
    return at > current.captured_at


def refuse_reversal(current: Decided, status: str, method: str) -> None:
    """Raises ConsentError ``withdrawal_stands``."""
    is_widening = current.status == Decision.Status.WITHDRAWN and status not in STOPS | {Decision.Status.EXPIRED}
    if is_widening and method in BY_THE_HOUSE:
        raise ConsentError("withdrawal_stands")
