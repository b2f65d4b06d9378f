"""What a client allows on each channel, for the eye: yes, no, or nobody asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from consent.models import CurrentDecision, Decision, Purpose, Suppression
from consent.subjects import Subject

if TYPE_CHECKING:
    from crm.models import Brand


@dataclass(frozen=True)
class ChannelState:
    """``state`` is yes, no or unknown; ``since`` is when it was decided."""

    channel: str
    state: str
    since: datetime | None


def channel_states(client: Subject, *, brand: "Brand", purpose: str = "marketing") -> list[ChannelState]:
    """One state per channel of the purpose, in the purpose's order. Three statements.

    With several addresses on one channel the newest decision speaks. This is for reading only: a message
    asks may_contact, which looks at the very address.
    """
    channels = Purpose.objects.values_list("channels", flat=True).get(code=purpose)
    newest: dict[str, Decision] = {}
    held = CurrentDecision.objects.select_related("decision").filter(
        client_id=client.pk, brand=brand, purpose__code=purpose
    )
    for current in held.order_by("decision__captured_at", "decision_id"):
        newest[current.channel] = current.decision
    stopped = _stopped_hashes(newest.values(), brand)
    return [_state(channel, newest.get(channel), stopped) for channel in channels]


def _state(channel: str, decision: Decision | None, stopped: set[tuple[str, str]]) -> ChannelState:
    if decision is None or decision.status == Decision.Status.PENDING:
        return ChannelState(channel, "unknown", None)
    is_valid = decision.valid_to is None or decision.valid_to > timezone.now()
    is_yes = decision.status == Decision.Status.GIVEN and is_valid
    is_stopped = (channel, decision.contact_hash) in stopped
    return ChannelState(channel, "yes" if is_yes and not is_stopped else "no", decision.captured_at)


def _stopped_hashes(decisions: Iterable[Decision], brand: "Brand") -> set[tuple[str, str]]:
    hashes = [decision.contact_hash for decision in decisions]
    live = Suppression.objects.filter(Q(brand=brand) | Q(brand=None), contact_hash__in=hashes, lifted_at=None)
    return set(live.values_list("channel", "contact_hash"))
