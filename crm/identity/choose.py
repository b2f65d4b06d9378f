"""Who is meant: the decision, without a write."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from crm.identity.claims import IdentifierClaim
from crm.identity.namespaces import NAMESPACES
from crm.models import Client, Identifier
from crm.models.identity import SINGLE_NAMESPACES

Owners = Mapping[IdentifierClaim, Identifier]


def owners_of(claims: Sequence[IdentifierClaim]) -> dict[IdentifierClaim, Identifier]:
    """The live identifier of each claim that is known. One statement."""
    found = Identifier.objects.filter(
        namespace__in={claim.namespace for claim in claims},
        value__in={claim.value for claim in claims},
        retracted_at=None,
    ).select_related("client__canonical")
    held = {IdentifierClaim(each.namespace, each.value): each for each in found}
    return {claim: held[claim] for claim in claims if claim in held}


def canonical_of(client: Client) -> Client:
    """The live client at the end of the merges."""
    while client.canonical is not None:
        client = client.canonical
    return client


def choose_client(
    claims: Sequence[IdentifierClaim], owners: Owners, named: Client | None, at: datetime
) -> Client | None:
    """The client whom these claims mean, None for somebody new. ``claims`` are the most believed first.

    1. The client named by their unique id, unless they have another value of a single namespace claimed.
    2. The owner of the most believed personal identifier, passing by an owner who has another value of a more
       believed single namespace: two people may share an address or a telephone, never a loyalty number; and one
       who was not seen with it for its window, where anything else is claimed that is not theirs (a telephone
       number is given to somebody else after a while).
    3. Without any personal claim, the last one who logged in on the device, if that was within its window. With a
       personal claim, a device proves nothing.
    """
    singles = _singles_of([named] if named else [], owners)
    if named is not None and _fits(named, [claim for claim in claims if claim.is_single], singles):
        return named
    personal = [claim for claim in claims if not claim.is_device]
    for position, claim in enumerate(personal):
        if claim in owners and _decides(claim, personal, owners, at):
            owner = canonical_of(owners[claim].client)
            if _fits(owner, [each for each in personal[:position] if each.is_single], singles):
                return owner
    if personal:
        return None
    held = [owners[claim] for claim in claims if claim in owners]
    return next((canonical_of(each.client) for each in held if not is_long_unseen(each, at)), None)


def is_long_unseen(identifier: Identifier, at: datetime) -> bool:
    """Whether its owner was not seen with it, nor proved it, for the window of its namespace."""
    window = NAMESPACES[identifier.namespace].window
    known = max(identifier.last_seen, identifier.verified_at or identifier.last_seen)
    return window is not None and at - known > window


def _decides(claim: IdentifierClaim, personal: Sequence[IdentifierClaim], owners: Owners, at: datetime) -> bool:
    if not is_long_unseen(owners[claim], at):
        return True
    owner = canonical_of(owners[claim].client).pk
    others = [each for each in personal if each != claim]
    return all(each in owners and canonical_of(owners[each].client).pk == owner for each in others)


def _singles_of(named: Iterable[Client], owners: Owners) -> dict[int, dict[str, str]]:
    """By client, their values of the namespaces that allow one. One statement."""
    people = {client.pk for client in named} | {canonical_of(each.client).pk for each in owners.values()}
    values: dict[int, dict[str, str]] = {}
    rows = Identifier.objects.filter(client__in=people, namespace__in=SINGLE_NAMESPACES, retracted_at=None).values_list(
        "client_id", "namespace", "value"
    )
    for client_id, namespace, value in rows:
        values.setdefault(client_id, {})[namespace] = value
    return values


def _fits(client: Client, claims: Iterable[IdentifierClaim], singles: Mapping[int, Mapping[str, str]]) -> bool:
    mine = singles.get(client.pk, {})
    return all(mine.get(claim.namespace, claim.value) == claim.value for claim in claims)
