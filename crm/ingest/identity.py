"""Whose the calls are.

An anonymous visitor costs nothing here: the statement that stores the row looks the visitor up. A call that
names somebody costs one look-up per request, and only what the graph does not know yet goes to it.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from consent.queries.erased import erased_among
from crm.actions.clients import update_client
from crm.actions.relationships import know_client
from crm.identity.blocked import blocked_among
from crm.identity.choose import Owners, canonical_of, owners_of
from crm.identity.elsewhere import ADDRESSES, is_known_from_elsewhere
from crm.identity.errors import IdentityError
from crm.identity.namespaces import NAMESPACES, normalise_identifier
from crm.identity.resolve import IdentifierClaim, resolve_client
from crm.ingest.calls import Person, PreparedCall
from crm.ingest.erased import would_bring_back
from crm.models import Client, Identifier, Source

# A client's own public id is no identifier; among the claims of a call it stands under this name.
UID = "uid"
_PREFIX = "C-"
DEVICES = frozenset(code for code, kind in NAMESPACES.items() if kind.is_device)
WINDOWED = tuple(code for code, kind in NAMESPACES.items() if kind.window is not None)
# Far below the shortest window: a busy client costs one look at the graph a month.
SEEN_AFRESH_AFTER = timedelta(days=30)
Claim = tuple[str, str]
Known = dict[Claim, int]


def assign_clients(source: Source, calls: Sequence[PreparedCall]) -> list[PreparedCall]:
    """Set ``client_id`` of each call that names somebody, making the client when nobody is known by it. Returns the
    calls to be refused, since they would bring back somebody who was erased.

    A device that many people use never links: of what was said on it the strongest claim alone is taken, and
    the device's own ids never.
    """
    named = [(call, _claims(source, call)) for call in calls if call.person.is_named]
    known = _known({claim for _, claims in named for claim in claims})
    unknown = {claim for _, claims in named for claim in claims} - known.keys()
    blocked, erased = _blocked(unknown), erased_among(unknown)
    refused = []
    for call, said in named:
        if would_bring_back(call, said, erased):
            refused.append(call)
            continue
        claims = _unblocked(call, said, blocked)
        owners = {known.get(claim) for claim in claims}
        says_more = call.person.given_name or call.person.family_name
        if len(owners) == 1 and None not in owners and not says_more:
            call.client_id = owners.pop()
        elif claims and not _resolve(source, call, claims, known):
            refused.append(call)
    return refused


def _claims(source: Source, call: PreparedCall) -> list[tuple[str, str]]:
    """The claims as (namespace, normal value), the strongest first; what is no identity becomes a warning."""
    claims = []
    for namespace, value in _said(source, call.person):
        try:
            claims.append((namespace, value if namespace == UID else normalise_identifier(namespace, value)))
        except IdentityError as error:
            call.warnings.append(f"{namespace}_{error.code.removeprefix(namespace + '_')}")
    if source.is_shared_device:
        return claims[:1]
    if claims and call.anonymous_id:
        claims += _visitor(call)
    return list(dict.fromkeys(claims))


def _said(source: Source, person: Person) -> list[tuple[str, str]]:
    """A userId is a client's public id, or a key of the brand's own customer base."""
    is_uid = person.user_id.startswith(_PREFIX)
    user = (UID, person.user_id) if is_uid else ("crm", f"{source.brand.code}:{person.user_id}")
    said = [user if person.user_id else ("", ""), *person.others, ("email", person.email), ("phone", person.phone)]
    return [(namespace, value) for namespace, value in said if value]


def _visitor(call: PreparedCall) -> list[tuple[str, str]]:
    try:
        return [("anonymous", normalise_identifier("anonymous", call.anonymous_id))]
    except IdentityError:
        # A placeholder of some library: it stands on the row and links nobody.
        return []


def _known(claims: set[tuple[str, str]]) -> Known:
    """The live client of each claim that somebody has, by two queries for all of them."""
    if not claims:
        return {}
    wanted = Q(pk__in=[])
    for namespace in {namespace for namespace, _ in claims}:
        wanted |= Q(namespace=namespace, value__in=[value for name, value in claims if name == namespace])
    # An identifier may stand on a record that was merged: then the survivor is meant.
    held = Identifier.objects.filter(wanted, retracted_at=None).annotate(
        live=Coalesce("client__canonical_id", "client_id")
    )
    # What was not seen for a while is looked at by the graph: it notes it, or finds it past its window.
    is_stale = Q(namespace__in=WINDOWED) & Q(said__lt=timezone.now() - SEEN_AFRESH_AFTER)
    held = held.alias(said=Coalesce("seen_at", "asserted_at")).exclude(is_stale)
    known: Known = {
        (namespace, value): client for namespace, value, client in held.values_list("namespace", "value", "live")
    }
    clients = Client.objects.filter(uid__in=[value for namespace, value in claims if namespace == UID], erased_at=None)
    live = clients.annotate(live=Coalesce("canonical_id", "id")).values_list("uid", "live")
    return known | {(UID, uid): client for uid, client in live}


def clients_known_by(claims: set[Claim]) -> set[int]:
    """The live clients whom these claims mean; nobody is made."""
    return set(_known(claims).values())


def _blocked(unknown: set[Claim]) -> set[Claim]:
    """What the house blocked: a kiosk, a mailbox of its own. Blocked is never known, so mostly nothing is asked."""
    asked = [IdentifierClaim(*claim) for claim in unknown if claim[0] != UID]
    return {(claim.namespace, claim.value) for claim in blocked_among(asked)}


def _unblocked(call: PreparedCall, claims: list[Claim], blocked: set[Claim]) -> list[Claim]:
    """The claims without what is blocked; where nothing but the device is left of them, none."""
    ignored = [claim for claim in claims if claim in blocked]
    if not ignored:
        return claims
    call.warnings += [f"{namespace}_value_blocked" for namespace, _ in ignored]
    kept = [claim for claim in claims if claim not in blocked]
    return kept if any(namespace not in DEVICES for namespace, _ in kept) else []


def _without_new_addresses(call: PreparedCall, claims: list[Claim], known: Known) -> list[Claim]:
    """Without addresses that would be new to somebody whom the house knows from elsewhere.

    A write key is public. Whoever adds an address of their own to somebody reads their mail from then on, and so
    opens their pages.
    """
    unknown = [claim for claim in claims if claim[0] in ADDRESSES and claim not in known]
    # What was not seen for a while still has its owner. Beside what names a person a device names nobody.
    held = {(each.namespace, each.value): canonical_of(owned.client).pk for each, owned in _owners(unknown).items()}
    named = {known[claim] for claim in claims if claim in known and claim[0] not in DEVICES}
    new = [claim for claim in unknown if claim not in held]
    if not new or not is_known_from_elsewhere({*named, *held.values()}):
        return claims
    call.warnings += [f"{namespace}_not_taken" for namespace, _ in new]
    return [claim for claim in claims if claim not in new]


def _owners(claims: list[Claim]) -> Owners:
    """No statement for no claim."""
    return owners_of([IdentifierClaim(*claim) for claim in claims]) if claims else {}


def _resolve(source: Source, call: PreparedCall, claims: list[tuple[str, str]], known: Known) -> bool:
    """False: somebody who was erased a moment ago is meant."""
    uid = next((value for namespace, value in claims if namespace == UID and (UID, value) in known), None)
    claims = _without_new_addresses(call, claims, known)
    said = [IdentifierClaim(namespace, value) for namespace, value in claims if namespace != UID]
    try:
        client = resolve_client(
            said,
            source=source.code,
            asserted_at=call.timestamp,
            asserted_by=call.message_id,
            uid=uid,
            create=_may_create(said),
        )
    except IdentityError as error:
        # Blocked, or erased, between the look and the lock.
        call.warnings.append(f"user_id_{error.code}")
        return error.code != "erased"
    if client is None:
        call.warnings.append("user_id_unknown")
        return True
    know_client(client, brand=source.brand, at=call.timestamp)
    _fill_in(client, call.person)
    call.client_id = client.pk
    known |= dict.fromkeys(claims, client.pk)
    return True


def _may_create(said: list[IdentifierClaim]) -> bool:
    # A visitor alone is nobody yet, not even beside a public id that does not exist.
    return any(claim.namespace not in DEVICES for claim in said)


def _fill_in(client: Client, person: Person) -> None:
    # Anybody can write with the key of a website: it may complete a name, and never change one.
    said = {"given_name": person.given_name[:80], "family_name": person.family_name[:80]}
    if missing := {name: value for name, value in said.items() if value and not getattr(client, name)}:
        update_client(client, **missing)
