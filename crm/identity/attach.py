"""Give a client the identifiers that a call claims for them, and draw the links."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from crm.identity.choose import Owners, canonical_of
from crm.identity.claims import IdentifierClaim
from crm.identity.namespaces import NAMESPACES
from crm.models import Client, Identifier, IdentityLink, Interaction


@dataclass(frozen=True)
class Assertion:
    """Who says so, and when."""

    source: str
    asserted_at: datetime
    asserted_by: str = ""


class ClientMovedError(Exception):
    """The client was merged into another while this call waited: look again, the other is meant."""


def attach_claims(
    client: Client, claims: Sequence[IdentifierClaim], owners: Owners, assertion: Assertion
) -> list[Identifier]:
    """The claimed identifiers that are the client's in the end, the most believed first.

    A personal identifier of somebody else stays theirs. A device goes with its last log-in. A second value of
    a single namespace is not taken; of the others the oldest unverified one gives way. Raises ClientMovedError.
    """
    if any(claim not in owners or owners[claim].client_id != client.pk for claim in claims):
        _lock(client)
    attached = [
        identifier
        for claim in claims
        if (identifier := _attach(client, claim, owners.get(claim), claims, assertion)) is not None
    ]
    _draw_links(attached, assertion)
    return attached


def _lock(client: Client) -> None:
    """Two calls may reach one client by different identifiers, and the maxima are counted under this lock.

    Lock order: identifiers first, then their client.
    """
    locked = Client.objects.select_for_update(no_key=True).only("canonical").get(pk=client.pk)
    if locked.canonical_id is not None:
        raise ClientMovedError


def _attach(
    client: Client,
    claim: IdentifierClaim,
    held: Identifier | None,
    claims: Sequence[IdentifierClaim],
    assertion: Assertion,
) -> Identifier | None:
    if held is not None and canonical_of(held.client).pk == client.pk:
        return _confirm(held, claim, assertion)
    if held is not None and not _moves(held, claim, assertion):
        return None
    if not _make_room(client, claim, claims, assertion):
        return None
    if held is not None:
        _retract(held, assertion)
    made = Identifier.objects.create(
        client=client,
        namespace=claim.namespace,
        value=claim.value,
        source=assertion.source,
        asserted_at=assertion.asserted_at,
    )
    if claim.namespace == "anonymous":
        hand_over_history(client, claim.value)
    return made


def _confirm(held: Identifier, claim: IdentifierClaim, assertion: Assertion) -> Identifier:
    """A device seen again is asserted anew, so that a late call of an earlier user does not take it back."""
    if claim.is_device and assertion.asserted_at > held.asserted_at:
        held.asserted_at = assertion.asserted_at
        held.save(update_fields=["asserted_at"])
    return held


def _moves(held: Identifier, claim: IdentifierClaim, assertion: Assertion) -> bool:
    return claim.is_device and assertion.asserted_at >= held.asserted_at


def _make_room(client: Client, claim: IdentifierClaim, claims: Sequence[IdentifierClaim], assertion: Assertion) -> bool:
    """Whether the client may take one more of this namespace, after the oldest has given way if it must."""
    mine = Identifier.objects.filter(client=client, namespace=claim.namespace, retracted_at=None)
    if mine.count() < NAMESPACES[claim.namespace].maximum:
        return True
    if claim.is_single:
        return False
    claimed = [each.value for each in claims if each.namespace == claim.namespace]
    oldest = mine.filter(verified_at=None).exclude(value__in=claimed).order_by(F("asserted_at"), "pk").first()
    if oldest is None:
        return False
    _retract(oldest, assertion)
    return True


def _retract(identifier: Identifier, assertion: Assertion) -> None:
    identifier.retracted_at = assertion.asserted_at
    identifier.save(update_fields=["retracted_at"])
    for end in ("a", "b"):
        IdentityLink.objects.filter(**{end: identifier}, retracted_at=None).update(retracted_at=assertion.asserted_at)


def hand_over_history(client: Client, anonymous_id: str) -> int:
    """Give the visitor's events that belong to nobody to this client; what was already owned stays."""
    return Interaction.objects.filter(anonymous_id=anonymous_id, client=None, source__is_shared_device=False).update(
        client=client
    )


def _draw_links(attached: Sequence[Identifier], assertion: Assertion) -> None:
    """A star from the most believed identifier: what was seen together with what."""
    links = [_link(attached[0], other, assertion) for other in attached[1:]]
    IdentityLink.objects.bulk_create(links, ignore_conflicts=True)


def _link(one: Identifier, other: Identifier, assertion: Assertion) -> IdentityLink:
    a, b = sorted((one, other), key=lambda identifier: identifier.pk)
    return IdentityLink(
        a=a, b=b, source=assertion.source, asserted_by=assertion.asserted_by, asserted_at=assertion.asserted_at
    )
