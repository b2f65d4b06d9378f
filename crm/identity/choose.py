"""Who is meant: the decision, without a write."""

from collections.abc import Iterable, Mapping, Sequence

from crm.identity.claims import IdentifierClaim
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


def choose_client(claims: Sequence[IdentifierClaim], owners: Owners, named: Client | None) -> Client | None:
    """The client whom these claims mean, None for somebody new. ``claims`` are the most believed first.

    1. The client named by their unique id, unless they have another value of a single namespace claimed.
    2. The owner of the most believed personal identifier, passing by an owner who has another value of a more
       believed single namespace: two people may share an address or a telephone, never a loyalty number.
    3. Without any personal claim, the last one who logged in on the device. With one, a device proves nothing.
    """
    singles = _singles_of([named] if named else [], owners)
    if named is not None and _fits(named, [claim for claim in claims if claim.is_single], singles):
        return named
    personal = [claim for claim in claims if not claim.is_device]
    for position, claim in enumerate(personal):
        if claim in owners:
            owner = canonical_of(owners[claim].client)
            if _fits(owner, [each for each in personal[:position] if each.is_single], singles):
                return owner
    if personal:
        return None
    known = [canonical_of(owners[claim].client) for claim in claims if claim in owners]
    return known[0] if known else None


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
