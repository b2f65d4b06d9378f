"""What a client allows on each channel, for the eye: yes, no, or nobody asked."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.utils import timezone

from clienteling.lib.compiled import asked, given_id, given_text, read_json
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
    house = brand if isinstance(brand, int) else brand.pk
    values = {"client": client.pk, "house": house, "purpose": purpose}
    ((channels, held),) = asked("channels", _statement, values)
    newest = {row["channel"]: row for row in read_json(held)}
    return [_state(channel, newest.get(channel)) for channel in read_json(channels)]


def _statement() -> QuerySet[Any, Any]:
    return Purpose.objects.filter(code=given_text("purpose")).values_list("channels", ArraySubquery(_held()))


def _held() -> QuerySet[CurrentDecision, Any]:
    """What holds, oldest first, each with whether its address was stopped since."""
    house = given_id("house")
    of_brand = Q(brand=house) | Q(brand=None)
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
    rows = CurrentDecision.objects.filter(client=given_id("client"), brand=house, purpose__code=given_text("purpose"))
    return rows.order_by("decision__captured_at", "decision_id").values(found=found)


def _state(channel: str, held: dict[str, Any] | None) -> ChannelState:
    if held is None or held["status"] == Decision.Status.PENDING:
        return ChannelState(channel, "unknown", None)
    is_valid = held["valid_to"] is None or datetime.fromisoformat(held["valid_to"]) > timezone.now()
    is_yes = held["status"] == Decision.Status.GIVEN and is_valid and not held["is_stopped"]
    return ChannelState(channel, "yes" if is_yes else "no", datetime.fromisoformat(held["at"]))
