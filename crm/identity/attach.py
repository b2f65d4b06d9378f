"""Give a client the identifiers that a call claims for them, and draw the links."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import F
from django.db.models.functions import Coalesce

from consent.actions.heed import heed_refusals
from crm.identity.assertion import Assertion
from crm.identity.choose import Owners, canonical_of, is_long_unseen
from crm.identity.claims import IdentifierClaim
from crm.identity.contacts import contacts_of
from crm.identity.ending import end_identifiers
from crm.identity.namespaces import NAMESPACES
from crm.identity.review import is_under_review, put_aside_if_crowded
from crm.identity.shared import is_used_by_many, mark_shared
from crm.models import Client, Identifier, IdentityLink, Interaction

# How exact the last look at a personal identifier is: a busy client is not written at each call.
SEEN_AGAIN_AFTER = timedelta(days=1)


class ClientMovedError(Exception):
    """The client was merged into another, or erased, while this call waited: look again."""


def attach_claims(
    client: Client, claims: Sequence[IdentifierClaim], owners: Owners, assertion: Assertion
) -> list[Identifier]:
    """The claimed identifiers that are the client's in the end, the most believed first.

    A personal identifier of somebody else stays theirs, unless they were not seen with it for its window. A device
    goes with its last log-in, until it is found to be shared. A second value of a single namespace is not taken;
    of the others the unverified one that was not seen for longest gives way. A client who is put aside gets
    nothing new. Raises ClientMovedError.
    """
    is_news = any(claim not in owners or owners[claim].client_id != client.pk for claim in claims)
    takes_news = is_news and _lock(client)
    attached = []
    for claim in claims:
        held = owners.get(claim)
        if held is not None and canonical_of(held.client).pk == client.pk:
            attached.append(_confirm(held, claim, assertion))
        elif takes_news and (identifier := _take(client, claim, held, claims, assertion)) is not None:
            attached.append(identifier)
    _draw_links(attached, assertion)
    if takes_news:
        put_aside_if_crowded(client, assertion)
    return attached


def _lock(client: Client) -> bool:
    """Two calls may reach one client by different identifiers, and the maxima are counted under this lock.

    Lock order: identifiers first, then their client. Whether the client may be given anything new.
    """
    locked = Client.objects.select_for_update(no_key=True).only("canonical", "erased_at").get(pk=client.pk)
    if locked.canonical_id is not None or locked.erased_at is not None:
        raise ClientMovedError
    return not is_under_review(client)


def _take(
    client: Client,
    claim: IdentifierClaim,
    held: Identifier | None,
    claims: Sequence[IdentifierClaim],
    assertion: Assertion,
) -> Identifier | None:
    if held is not None and not _moves(held, claim, assertion):
        return None
    if held is not None and claim.is_device and is_used_by_many(held, client, assertion.asserted_at):
        mark_shared(held, assertion)
        return None
    if not _make_room(client, claim, claims, assertion):
        return None
    if held is not None:
        because = Identifier.Ended.MOVED if claim.is_device else Identifier.Ended.REISSUED
        end_identifiers([held.pk], because=because, at=assertion.asserted_at)
    made = Identifier.objects.create(
        client=client,
        namespace=claim.namespace,
        value=claim.value,
        source=assertion.source,
        asserted_at=assertion.asserted_at,
    )
    heed_refusals(client, contacts_of(made))
    if claim.namespace == "anonymous":
        hand_over_history(client, claim.value)
    return made


def _confirm(held: Identifier, claim: IdentifierClaim, assertion: Assertion) -> Identifier:
    """A device seen again is noted at once, so that a late call of an earlier user does not take it back."""
    exact_to = timedelta(0) if claim.is_device else SEEN_AGAIN_AFTER
    if assertion.asserted_at - held.last_seen > exact_to:
        held.seen_at = assertion.asserted_at
        held.save(update_fields=["seen_at"])
    return held


def _moves(held: Identifier, claim: IdentifierClaim, assertion: Assertion) -> bool:
    if claim.is_device:
        return assertion.asserted_at >= held.last_seen
    return is_long_unseen(held, assertion.asserted_at)


def _make_room(client: Client, claim: IdentifierClaim, claims: Sequence[IdentifierClaim], assertion: Assertion) -> bool:
    """Whether the client may take one more of this namespace, after the oldest has given way if it must."""
    mine = Identifier.objects.filter(client=client, namespace=claim.namespace, retracted_at=None)
    if mine.count() < NAMESPACES[claim.namespace].maximum:
        return True
    if claim.is_single:
        return False
    claimed = [each.value for each in claims if each.namespace == claim.namespace]
    unproven = mine.filter(verified_at=None).exclude(value__in=claimed)
    oldest = unproven.order_by(Coalesce(F("seen_at"), F("asserted_at")), "pk").first()
    if oldest is None:
        return False
    end_identifiers([oldest.pk], because=Identifier.Ended.ROOM, at=assertion.asserted_at)
    return True


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
