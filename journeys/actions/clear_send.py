"""The last questions before a message goes. Consent may have changed since it was queued, so all are asked again."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from consent.actions.transfers import choose_processor
from consent.contact_hash import contact_hashes
from consent.queries.permission import Permission, may_contact
from consent.queries.transfers import TransferVerdict
from crm.identity.new_address import opened_address
from crm.models import Client
from journeys.actions.caps import release_caps, reserve_caps
from journeys.actions.claim import LeaseLostError
from journeys.actions.claim_sends import lease_end
from journeys.content.write import Written
from journeys.models import Enrolment, Journey, KillSwitch, Send
from journeys.queries.exit_criteria import exit_reason
from journeys.queries.graphs import graph_of
from journeys.rules import is_asked_for
from journeys.timing.quiet_hours import is_quiet, next_daytime
from journeys.timing.zones import zones_for


@dataclass(frozen=True)
class Cleared:
    """The message may go, now, to this address, by this provider."""

    address: str
    provider: str


@dataclass(frozen=True)
class _Verdict:
    """Why it may not go now. ``due_at`` is set where it may go later."""

    status: Send.Status
    reason: str = ""
    due_at: datetime | None = None


@transaction.atomic
def clear_send(send_id: int, token: uuid.UUID, *, written: Written, message_id: str, now: datetime) -> Cleared | None:
    """Asks, in this order, and takes a place under the caps in the same transaction.

    1. Is the journey live and no kill switch on? Else the message stays queued.
    2. Is it still in time? Else dropped.
    3. Does no exit criterion hold? 4. May the client be contacted? Else refused.
    5. Is there a provider to which the client's data may go? Else refused, and written down.
    6. Is there anything to say? Else refused.
    7. Is it day where the client is? Else its due time moves to the morning.
    8. Is there room under every cap? Else refused.

    What goes, and the Message-ID under which it goes, are kept in the same transaction.
    None when it may not go; the row says why. LeaseLostError when the row is another worker's by now.
    """
    send = lock_leased_send(send_id, token)
    recipient = send.client.canonical or send.client
    address = _address(send, recipient)
    permission = _permission(send, recipient, address, now)
    send.decision_id = permission.decision_id
    if verdict := _halted(send) or _late(send, now) or _exited(send.enrolment) or _forbidden(permission):
        _stop(send, verdict)
        return None
    route = _route(send, recipient, now)
    verdict = _abroad(route) or _pointless(written) or _at_night(send, recipient, now) or _capped(send, recipient, now)
    if verdict:
        _stop(send, verdict)
        return None
    send.payload, send.message_id = written.payload, message_id
    return _clear(send, address, route, now)


def lock_leased_send(send_id: int, token: uuid.UUID) -> Send:
    """The row, locked, if the lease is still this worker's; LeaseLostError otherwise."""
    send = (
        Send.objects.select_for_update(of=("self",))
        .select_related("enrolment__journey", "enrolment__version", "client__canonical", "brand")
        .defer("enrolment__version__graph")
        .filter(pk=send_id, status=Send.Status.SENDING, lease_token=token)
        .first()
    )
    if send is None:
        raise LeaseLostError(send_id)
    return send


def _halted(send: Send) -> _Verdict | None:
    switches = KillSwitch.objects.filter(Q(brand=None) | Q(brand=send.brand_id), is_on=True)
    is_live = send.enrolment is None or send.enrolment.journey.status == Journey.Status.LIVE
    if is_live and not switches.exists():
        return None
    return _Verdict(Send.Status.QUEUED, due_at=send.due_at)


def _late(send: Send, now: datetime) -> _Verdict | None:
    return _Verdict(Send.Status.DROPPED, "late") if now > send.expires_at else None


def _exited(enrolment: Enrolment | None) -> _Verdict | None:
    if enrolment is None:
        return None
    exit_when = graph_of(enrolment.version).exit_when
    reason = enrolment.ended_reason if enrolment.ended_reason in exit_when else exit_reason(enrolment, exit_when)
    return _Verdict(Send.Status.REFUSED, reason) if reason else None


def _forbidden(permission: Permission) -> _Verdict | None:
    return None if permission.is_allowed else _Verdict(Send.Status.REFUSED, permission.reason)


def _route(send: Send, recipient: Client, now: datetime) -> TransferVerdict:
    """The provider in the client's own region, else one to which their data may go (decision 29)."""
    return choose_processor(
        recipient, kind=send.channel, purpose=send.purpose, brand_id=send.brand_id, at=now, key=f"send:{send.pk}"
    )


def _abroad(route: TransferVerdict) -> _Verdict | None:
    return None if route.is_allowed else _Verdict(Send.Status.REFUSED, "region_forbidden")


def _pointless(written: Written) -> _Verdict | None:
    return _Verdict(Send.Status.REFUSED, written.nothing) if written.nothing else None


def _at_night(send: Send, recipient: Client, now: datetime) -> _Verdict | None:
    zones = zones_for(timezone=recipient.timezone, country=recipient.country, brand_timezone=send.brand.timezone)
    if is_asked_for(send.purpose) or not is_quiet(now, zones):
        return None
    return _Verdict(Send.Status.QUEUED, "quiet_hours", next_daytime(now, zones))


def _capped(send: Send, recipient: Client, now: datetime) -> _Verdict | None:
    """Takes the place that it finds. A second try keeps the place of the first."""
    if is_asked_for(send.purpose) or send.cap_reserved_at:
        return None
    if not reserve_caps(client_id=recipient.pk, brand_id=send.brand_id, at=now):
        return _Verdict(Send.Status.REFUSED, "cap_reached")
    send.cap_reserved_at = now
    return None


def _address(send: Send, recipient: Client) -> str | None:
    """The one address that the message is for, as long as it is the client's; else the one that they prefer."""
    if new := send.payload.get("new_address"):
        # The one message that goes to an address before it is anybody's: it asks whose it is.
        return opened_address(new).value
    if not send.contact_hash:
        return recipient.contact_point(send.channel)
    theirs = recipient.contact_points(send.channel)
    return next((each for each in theirs if send.contact_hash in contact_hashes(send.channel, each)), None)


def _permission(send: Send, recipient: Client, address: str | None, now: datetime) -> Permission:
    if address is None:
        return Permission(False, "no_contact_point")
    return may_contact(recipient, purpose=send.purpose, channel=send.channel, brand=send.brand, at=now, contact=address)


def _clear(send: Send, address: str | None, route: TransferVerdict, now: datetime) -> Cleared:
    assert address, "may_contact allows nobody without a contact point"
    send.reason, send.lease_until = "", lease_end(now)
    send.save(update_fields=["payload", "message_id", "decision_id", "reason", "lease_until", "cap_reserved_at"])
    return Cleared(address, route.to.words.rpartition(" ")[2])


def _stop(send: Send, verdict: _Verdict) -> None:
    if verdict.status != Send.Status.QUEUED and send.cap_reserved_at:
        release_caps(client_id=recipient_id_of(send), brand_id=send.brand_id, reserved_at=send.cap_reserved_at)
        send.cap_reserved_at = None
    send.status, send.reason = verdict.status, verdict.reason
    send.due_at = verdict.due_at or send.due_at
    send.lease_until = send.lease_token = None
    send.save(
        update_fields=["status", "reason", "decision_id", "due_at", "cap_reserved_at", "lease_until", "lease_token"]
    )


def recipient_id_of(send: Send) -> int:
    """The client whose caps and consents count: the survivor where two records were merged."""
    return send.client.canonical_id or send.client_id
