"""What a client allows on each channel, for the eye: yes, no, or nobody asked."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
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


def channel_states(client: Subject, *, brand: "Brand | int", purpose: str = "marketing") -> list[ChannelState]:
    """One state per channel of the purpose, in the purpose's order. One statement.

    ``brand`` may be its id. With several addresses on one channel the newest decision speaks. This is for reading
    only: a message asks may_contact, which looks at the very address.
    """
    asked = Purpose.objects.filter(code=purpose)
    channels, held = asked.values_list("channels", ArraySubquery(_held(client, brand, purpose))).get()
    newest = {row["channel"]: row for row in held or []}
    return [_state(channel, newest.get(channel)) for channel in channels]


def _held(client: Subject, brand: "Brand | int", purpose: str) -> QuerySet[CurrentDecision, Any]:
    """What holds, oldest first, each with whether its address was stopped since."""
    of_brand = Q(brand=brand) | Q(brand=None)
    stopped = Suppression.objects.filter(
        of_brand, channel=OuterRef("channel"), contact_hash=OuterRef("decision__contact_hash"), lifted_at=None
    )
    found = JSONObject(
        channel="channel",
        status="decision__status",
        valid_to="decision__valid_to",
        at="decision__captured_at",
        is_stopped=Exists(stopped),
    )
    rows = CurrentDecision.objects.filter(client_id=client.pk, brand=brand, purpose__code=purpose)
    return rows.order_by("decision__captured_at", "decision_id").values(found=found)


def _state(channel: str, held: dict[str, Any] | None) -> ChannelState:
    if held is None or held["status"] == Decision.Status.PENDING:
        return ChannelState(channel, "unknown", None)
    is_valid = held["valid_to"] is None or datetime.fromisoformat(held["valid_to"]) > timezone.now()
    is_yes = held["status"] == Decision.Status.GIVEN and is_valid and not held["is_stopped"]
    return ChannelState(channel, "yes" if is_yes else "no", datetime.fromisoformat(held["at"]))
