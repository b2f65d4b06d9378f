"""Global Privacy Control: the browser of a known client says that they want to be neither measured nor shared."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from consent.actions.decide import decide_for_person
from consent.actions.live_record import lock_decisions, on_live_record
from consent.models import CurrentDecision, Decision
from consent.subjects import Subject

if TYPE_CHECKING:
    from crm.models import Brand

# What the signal objects to (Global Privacy Control, W3C; CCPA regulations §7025): sale, sharing, and their tracking.
PRIVACY_CONTROL_PURPOSES = ("measurement", "sharing")
_STOPS = (Decision.Status.REFUSED, Decision.Status.WITHDRAWN)


@on_live_record
def heed_privacy_control(client: Subject, *, brand: "Brand", origin: str, at: datetime) -> dict[str, Decision]:
    """Keeps the refusal where the signal is seen for the first time; what holds, by purpose.

    The signal comes with every request and is one statement, made once: a yes that the client clicks afterwards
    holds, however often the browser repeats itself. Where a no stands already, nothing is added.
    """
    lock_decisions(client)
    return {purpose: _heeded(client, brand, purpose, origin, at) for purpose in PRIVACY_CONTROL_PURPOSES}


def _heeded(client: Subject, brand: "Brand", purpose: str, origin: str, at: datetime) -> Decision:
    held = CurrentDecision.objects.filter(client_id=client.pk, brand=brand, purpose__code=purpose, channel="")
    current = held.select_related("decision").first()
    if current and (current.decision.status in _STOPS or _was_heeded(client, brand, purpose)):
        return current.decision
    return decide_for_person(
        client, brand=brand, purpose=purpose, status=Decision.Status.REFUSED, method=Decision.Method.GPC,
        origin=origin, at=at,
    )  # fmt: skip


def _was_heeded(client: Subject, brand: "Brand", purpose: str) -> bool:
    theirs = Q(client_id=client.pk) | Q(client__canonical=client.pk)
    return Decision.objects.filter(theirs, brand=brand, purpose__code=purpose, method=Decision.Method.GPC).exists()
