"""What a client decides about a channel, where they name no address."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from consent.actions.decide import record_decision
from consent.actions.live_record import lock_decisions, on_live_record
from consent.models import Decision, Purpose
from consent.rehashing.settle import settle_contacts
from consent.subjects import Subject

if TYPE_CHECKING:
    from crm.models import Brand

_STOPS = (Decision.Status.REFUSED, Decision.Status.WITHDRAWN)


@on_live_record
def decide_on_channel(
    client: Subject, *, brand: "Brand", channel: str, status: str, at: datetime, **facts: Any
) -> Decision:
    """A no on every address of the channel, since whoever says no does not mean one of their addresses; a yes on the
    one that would be written to. Without a channel, about the person. Returns the decision on the first address.

    ``facts`` and ConsentError as ``record_decision``.
    """
    lock_decisions(client)
    contacts = (client.contact_points(channel) if channel else []) or [""]
    meant = contacts if status in _STOPS else contacts[:1]
    settle_contacts((channel, each or client.uid) for each in meant)
    return [
        record_decision(client, brand=brand, channel=channel, contact=each, status=status, at=at, **facts)
        for each in meant
    ][0]


def channel_meant(purpose: str, channel: str) -> str:
    """The channel of a decision: none where the purpose writes to nobody, whatever was said with it.

    A refusal of profiling "by e-mail" is a refusal of profiling; kept under the channel, nobody would look there.
    """
    writes = Purpose.objects.filter(code=purpose).exclude(channels=[]).exists()
    return channel if writes else ""
