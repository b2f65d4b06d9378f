"""May the house write to this client, and make suggestions from their history?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from consent.contact_hash import contact_hashes
from consent.models import ContactPreference, CurrentDecision, Decision, Purpose, Suppression
from consent.queries.channels import ChannelState, channel_states
from consent.queries.lineage import is_marketing, purpose_of, refusal_above, refusal_elsewhere
from consent.queries.restriction import is_restricted
from consent.queries.wechat import wechat_obstacle
from consent.residency.homes import region_of_client
from consent.residency.regions import Region
from consent.subjects import Subject

if TYPE_CHECKING:
    from crm.models import Brand

__all__ = ["ChannelState", "Permission", "channel_states", "decision_on", "may_contact", "may_profile"]

# Sent only because the client just asked, or bought.
ASKED_FOR = "service"
_REASON_OF = {
    Decision.Status.REFUSED: "refused",
    Decision.Status.WITHDRAWN: "withdrawn",
    Decision.Status.EXPIRED: "expired",
    Decision.Status.PENDING: "pending",
}


@dataclass(frozen=True)
class Permission:
    """``reason``: allowed, no_contact_point, no_decision, refused, withdrawn, pending, expired, suppressed, paused,
    restricted, unknown_purpose (which also covers a channel that the purpose may not use); on WeChat not_following and
    window_closed besides (consent.queries.wechat). ``above``: the code of the
    purpose over this one whose no decided; empty where the purpose itself did."""

    is_allowed: bool
    reason: str
    decision_id: int | None = None
    above: str = ""


def may_contact(  # noqa: PLR0913  # whom, what for, how and when, all named
    client: Subject, *, purpose: str, channel: str, brand: "Brand", at: datetime, contact: str | None = None
) -> Permission:
    """Ask at the moment of sending: a consent may have changed since the message was decided.

    A purpose that rests on consent needs a decision that says yes; one that rests on another basis
    (GDPR Art. 6(1)(b)-(f)) needs none, and still stops at a refusal. A no to a purpose above it is a no to this one.
    Under marketing it stops at a refusal on another address of the channel too, where nothing was said on this one:
    whoever says stop does not mean one of their addresses. Under a restriction nothing goes but what the client
    themselves asked for: a code, the word on an order (GDPR Art. 18(2)). At most eight statements, on WeChat nine.

    ``contact``: one of the client's normalised addresses, where the message is for that one alone.
    """
    kept_purpose = purpose_of(purpose)
    if kept_purpose is None or channel not in kept_purpose.channels:
        return Permission(False, "unknown_purpose")
    contact = contact or client.contact_point(channel)
    if contact is None:
        return Permission(False, "no_contact_point")
    hashes = contact_hashes(channel, contact)
    if silence := _silence(client, kept_purpose, brand=brand, channel=channel, hashes=hashes, at=at):
        return Permission(False, silence)
    no = refusal_above(client, kept_purpose, brand=brand, channel=channel, hashes=hashes)
    if no is not None:
        return _refused_above(no)
    permission = _decided(client, kept_purpose, brand=brand, channel=channel, hashes=hashes, at=at)
    if channel == "wechat" and permission.is_allowed and (obstacle := wechat_obstacle(hashes, brand=brand, at=at)):
        return Permission(False, obstacle, permission.decision_id)
    return permission


def may_profile(client: Subject, *, brand: "Brand", at: datetime | None = None) -> bool:
    """Did the client agree to suggestions from their history? Off until they say yes (GDPR Art. 25); in China to
    decisions by machine as well, which is a consent by itself (PIPL Art. 24)."""
    if not decision_on(client, purpose="profiling", brand=brand, at=at).is_allowed:
        return False
    if region_of_client(client.pk) != Region.CN:
        return True
    return decision_on(client, purpose="automated-decisions", brand=brand, at=at).is_allowed


def decision_on(client: Subject, *, purpose: str, brand: "Brand", at: datetime | None = None) -> Permission:
    """The standing of a purpose without channels (profiling, measurement). Three statements, four under a parent."""
    kept_purpose = purpose_of(purpose)
    if kept_purpose is None:
        return Permission(False, "unknown_purpose")
    if is_restricted(client):
        return Permission(False, "restricted")
    no = refusal_above(client, kept_purpose, brand=brand)
    if no is not None:
        return _refused_above(no)
    current = (
        CurrentDecision.objects.select_related("decision")
        .filter(client_id=client.pk, brand=brand, purpose=kept_purpose, channel="")
        .first()
    )
    return _judge(current.decision if current else None, at or timezone.now(), needs_consent=True)


def _refused_above(no: Decision) -> Permission:
    return Permission(False, _REASON_OF[Decision.Status(no.status)], no.pk, no.purpose.code)


def _decided(  # noqa: PLR0913
    client: Subject, purpose: Purpose, *, brand: "Brand", channel: str, hashes: Sequence[str], at: datetime
) -> Permission:
    """What was said of the purpose itself, and where nothing was of this address, on another one."""
    needs_consent = purpose.lawful_basis == Purpose.Basis.CONSENT
    decision = _current(client, brand=brand, purpose=purpose, channel=channel, hashes=hashes)
    if decision is None and not needs_consent and is_marketing(purpose):
        no = refusal_elsewhere(client, purpose, brand=brand, channel=channel)
        if no is not None:
            return _refused_above(no)
    return _judge(decision, at, needs_consent=needs_consent)


def _current(
    client: Subject, *, brand: "Brand", purpose: Purpose, channel: str, hashes: Sequence[str]
) -> Decision | None:
    """On this address; but an objection to every address stands above it. One statement."""
    here = Q(channel=channel, contact_hash__in=hashes) | Q(channel="")
    rows = CurrentDecision.objects.filter(here, client_id=client.pk, brand=brand, purpose=purpose)
    said = {row.channel: row.decision for row in rows.select_related("decision")}
    return said.get("") or said.get(channel)


def _judge(decision: Decision | None, at: datetime, *, needs_consent: bool) -> Permission:
    if decision is None:
        return Permission(not needs_consent, "no_decision" if needs_consent else "allowed")
    if decision.status != Decision.Status.GIVEN:
        return Permission(False, _REASON_OF[Decision.Status(decision.status)], decision.pk)
    if decision.valid_to is not None and decision.valid_to <= at:
        return Permission(False, "expired", decision.pk)
    return Permission(True, "allowed", decision.pk)


def _silence(  # noqa: PLR0913
    client: Subject, purpose: Purpose, *, brand: "Brand", channel: str, hashes: Sequence[str], at: datetime
) -> str:
    """Why nothing goes whatever was decided, as a reason; empty where nothing stands in the way."""
    if _is_suppressed(channel, hashes, brand=brand, purpose=purpose):
        return "suppressed"
    if purpose.code != ASKED_FOR and is_restricted(client):
        return "restricted"
    return "paused" if is_marketing(purpose) and _is_paused(client, brand=brand, at=at) else ""


def _is_paused(client: Subject, *, brand: "Brand", at: datetime) -> bool:
    """Whether the client asked this house for silence until after this moment."""
    return ContactPreference.objects.filter(client_id=client.pk, brand=brand, paused_until__gt=at).exists()


def _is_suppressed(channel: str, hashes: Sequence[str], *, brand: "Brand", purpose: Purpose) -> bool:
    reach = Q() if is_marketing(purpose) else Q(marketing_only=False)
    return Suppression.objects.filter(
        reach, Q(brand=brand) | Q(brand=None), channel=channel, contact_hash__in=hashes, lifted_at=None
    ).exists()
