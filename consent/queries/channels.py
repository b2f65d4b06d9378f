"""What a client allows on each channel, for the eye: yes, no, or nobody asked."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.utils import timezone

from clienteling.lib.compiled import asked, given_id, given_text, read_json
from consent.models import CurrentDecision, Decision, Purpose, Suppression
from consent.queries.lineage import purpose_of, purposes_above
from consent.subjects import Subject

if TYPE_CHECKING:
    from crm.models import Brand

_STOPS = (Decision.Status.REFUSED, Decision.Status.WITHDRAWN)


@dataclass(frozen=True)
class ChannelState:
    """``state`` is yes, no or unknown; ``since`` is when it was decided."""

    channel: str
    state: str
    since: datetime | None


def channel_states(client: Subject, *, brand: "Brand | int", purpose: str = "marketing") -> list[ChannelState]:
    """One state per channel of the purpose, in the purpose's order. One statement, and two under a parent.

    A no above is a no here. ``brand`` may be its id. With several addresses on one channel the newest decision
    speaks. This is for reading only: a message asks may_contact, which looks at the very address.
    """
    house = brand if isinstance(brand, int) else brand.pk
    values = {"client": client.pk, "house": house, "purpose": purpose}
    ((channels, parent, held),) = asked("channels", _statement, values)
    newest = {row["channel"]: row for row in read_json(held)}
    # A no to every address stands above what was said on one.
    states = [_state(channel, newest.get("") or newest.get(channel)) for channel in read_json(channels)]
    return _under(states, client, house, purpose) if parent else states


def _statement() -> QuerySet[Any, Any]:
    found = Purpose.objects.filter(code=given_text("purpose"))
    return found.values_list("channels", "parent", ArraySubquery(_held()))


def _under(states: list[ChannelState], client: Subject, house: int, purpose: str) -> list[ChannelState]:
    """Each state as the purposes above leave it: their no, on the channel or about the person, is a no here."""
    kept_purpose = purpose_of(purpose)
    above = purposes_above(kept_purpose) if kept_purpose else []
    rows = CurrentDecision.objects.filter(client_id=client.pk, brand=house, purpose__in=above).select_related(
        "decision"
    )
    newest = {(row.purpose_id, row.channel): row.decision for row in rows.order_by("decision__captured_at", "pk")}
    since = {channel: no.captured_at for (_, channel), no in newest.items() if no.status in _STOPS}
    return [
        replace(each, state="no", since=said) if (said := since.get(each.channel) or since.get("")) else each
        for each in states
    ]


def _held() -> QuerySet[CurrentDecision, Any]:
    """What holds, oldest first, each with whether its address was stopped since."""
    house = given_id("house")
    of_brand = Q(brand=house) | Q(brand=None)
    stopped = Suppression.objects.filter(
        of_brand, channel=OuterRef("channel"), contact_hash=OuterRef("contact_hash"), lifted_at=None
    )
    found = JSONObject(
        channel="channel",
        status="decision__status",
        valid_to="decision__valid_to",
        at="decision__captured_at",
        is_stopped=Exists(stopped),
    )
    rows = CurrentDecision.objects.filter(client=given_id("client"), brand=house, purpose__code=given_text("purpose"))
    # A question says nothing yet, and must not stand before what was said on another address.
    rows = rows.exclude(decision__status=Decision.Status.PENDING)
    return rows.order_by("decision__captured_at", "decision_id").values(found=found)


def _state(channel: str, held: dict[str, Any] | None) -> ChannelState:
    if held is None:
        return ChannelState(channel, "unknown", None)
    is_valid = held["valid_to"] is None or datetime.fromisoformat(held["valid_to"]) > timezone.now()
    is_yes = held["status"] == Decision.Status.GIVEN and is_valid and not held["is_stopped"]
    return ChannelState(channel, "yes" if is_yes else "no", datetime.fromisoformat(held["at"]))
