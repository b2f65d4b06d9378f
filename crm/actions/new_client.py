"""A client who is made known by a person, in a boutique, after looking whether she is there already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from consent.actions.access import record_access
from crm.actions.clients import update_client
from crm.identity.claims import IdentifierClaim, normalise_claims
from crm.identity.errors import IdentityError
from crm.identity.lock import lock_identifiers
from crm.identity.resolve import resolve_client
from crm.models import Boutique, Client, Identifier, Relationship, User

SOURCE = "boutique"


class NewClientError(Exception):
    """Codes: ``nothing_known``, ``identifier_taken`` (``holder``, a client of the group, has it), or an
    IdentityError's."""

    def __init__(self, code: str, holder: Client | None = None) -> None:
        super().__init__(code)
        self.code, self.holder = code, holder


@dataclass(frozen=True)
class NewClient:
    """What was typed of her. ``claims``: e-mail and telephone, as typed."""

    given_name: str
    family_name: str
    birth_date: date | None
    city: str
    country: str
    claims: Sequence[IdentifierClaim]


@transaction.atomic
def create_client(new: NewClient, *, boutique: Boutique, actor: User, at: datetime) -> Client:
    """Make her, known to this boutique. Nobody is found instead: whoever has the e-mail already is another record.

    Raises NewClientError; then nothing was made.
    """
    claims = _normalised(new.claims)
    if not (new.given_name or new.family_name or claims):
        raise NewClientError("nothing_known")
    client = _made(claims, at)
    update_client(
        client, given_name=new.given_name, family_name=new.family_name, birth_date=new.birth_date, city=new.city,
        country=new.country,
    )  # fmt: skip
    Relationship.objects.create(
        client=client, brand=boutique.brand, boutique=boutique, country=boutique.country, advisor=actor, since=at
    )
    record_access(user=actor, client=client, action="changed", fields=["identity"], why="created")
    return client


def _normalised(claims: Sequence[IdentifierClaim]) -> list[IdentifierClaim]:
    try:
        return normalise_claims(claims)
    except IdentityError as error:
        raise NewClientError(error.code) from error


def _made(claims: list[IdentifierClaim], at: datetime) -> Client:
    # Two counters that type one e-mail at once: the second waits here, and is told.
    lock_identifiers(claims)
    for claim in claims:
        held = Identifier.objects.filter(namespace=claim.namespace, value=claim.value, retracted_at=None)
        if (taken := held.select_related("client__canonical").first()) is not None:
            raise NewClientError("identifier_taken", taken.client.canonical or taken.client)
    if not claims:
        return Client.objects.create(source=SOURCE)
    try:
        client = resolve_client(claims, source=SOURCE, asserted_at=at)
    except IdentityError as error:
        raise NewClientError(error.code) from error
    assert client is not None, "personal claims that nobody has make a client"
    return client
