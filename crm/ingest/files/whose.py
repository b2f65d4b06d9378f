"""Whose a row is: the client whom its identifiers mean. Never two people in one, and nobody is guessed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

import phonenumbers

from crm.identity.bulk import known_clients
from crm.identity.claims import IdentifierClaim
from crm.identity.erased import REASON, erased_claims
from crm.identity.errors import IdentityError
from crm.identity.namespaces import NAMESPACES, normalise_identifier
from crm.ingest.files.cells import shown
from crm.ingest.files.errors import CellError
from crm.ingest.files.fields import Field, text
from crm.ingest.files.records import Values
from crm.models import Client

# A client's own public id; it stands before every identifier.
UID = "uid"
_LONGEST = 254
_WRONG = {
    "email_invalid": "is no e-mail address",
    "email_is_a_phone": "is a telephone number, not an e-mail address",
    "phone_invalid": "is no telephone number with the code of its country",
    "phone_is_an_email": "is an e-mail address, not a telephone number",
}
WHOSE_FIELDS = (
    Field("uid", "The client's public id, such as C-7F3K9M2QWX", text(16)),
    Field(
        "customer", "The number that your system gives the customer", text(_LONGEST),
    ),
    Field(
        "email", "E-mail address", text(_LONGEST), looks="email",
    ),
    Field(
        "phone", "Telephone, with the code of the country", text(60), looks="phone",
    ),
    Field(
        "loyalty", "Number of the loyalty card", text(_LONGEST),
    ),
)  # fmt: skip


def claims_in(values: Values, *, prefix: str, phone_country: str) -> tuple[IdentifierClaim, ...]:
    """The identifiers of a row, the most believed first. Placeholders such as ``null`` are nobody's.

    ``prefix``: before the customer's number; ``phone_country``: of telephone numbers without the code of a country.
    Raises CellError such as ``email_invalid``.
    """
    claims = []
    if values[UID]:
        claims.append(IdentifierClaim(UID, values[UID].upper()))
    for name, namespace in (("customer", "crm"), ("loyalty", "loyalty"), ("email", "email"), ("phone", "phone")):
        value = normal_value(namespace, values[name], phone_country) if values[name] else ""
        if value:
            claims.append(IdentifierClaim(namespace, prefix + value if namespace == "crm" else value))
    return tuple(claims)


def normal_value(namespace: str, value: str, phone_country: str = "") -> str:
    """The value as it is kept; empty for a placeholder. Raises CellError."""
    try:
        return normalise_identifier(namespace, _international(value, phone_country) if namespace == "phone" else value)
    except IdentityError as error:
        if error.code == "value_blocked":
            return ""
        raise CellError(
            error.code, f"{shown(value)} {_WRONG.get(error.code, 'is too long for an identifier')}"
        ) from None


def _international(value: str, country: str) -> str:
    if not country or value.strip().startswith(("+", "00")):
        return value
    try:
        number = phonenumbers.parse(value, country)
    except phonenumbers.NumberParseException:
        return value
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def owners_of_claims(claims: Iterable[IdentifierClaim]) -> dict[IdentifierClaim, int]:
    """The live client of each claim that is somebody's. A statement for each namespace."""
    by_namespace = defaultdict(list)
    for claim in claims:
        by_namespace[claim.namespace].append(claim.value)
    owners: dict[IdentifierClaim, int] = {}
    for namespace, values in sorted(by_namespace.items()):
        found = _by_uid(values) if namespace == UID else known_clients(namespace, values)
        owners |= {IdentifierClaim(namespace, value): pk for value, pk in found.items()}
    return owners


def _by_uid(uids: Sequence[str]) -> dict[str, int]:
    rows = Client.objects.filter(uid__in=uids, erased_at=None).values_list("uid", "canonical_id", "pk")
    return {uid: canonical or pk for uid, canonical, pk in rows}


def erased_unowned(
    claims: Iterable[IdentifierClaim], owners: dict[IdentifierClaim, int]
) -> dict[IdentifierClaim, datetime]:
    """Claims that are nobody's since their owner was erased, and when. One statement."""
    return erased_claims(claim for claim in claims if claim not in owners)


def client_meant(
    claims: Sequence[IdentifierClaim], owners: dict[IdentifierClaim, int], erased: Collection[IdentifierClaim] = ()
) -> int:
    """The one client of these claims. Raises CellError ``client_missing``, ``client_unknown``, ``erased``,
    ``identity_conflict``.

    A public id, a customer's number or a loyalty number belongs to one person and decides; an e-mail address or a
    telephone may be shared, so two that belong to two people decide nothing.
    """
    if not claims:
        raise CellError("client_missing", "the row names no client")
    owned = [claim for claim in claims if claim in owners]
    if not owned and any(claim in erased for claim in claims):
        raise CellError("erased", REASON)
    if not owned:
        raise CellError("client_unknown", "nobody is known by what the row says; import the clients first")
    people = {owners[claim] for claim in owned}
    decides = owned[0].namespace == UID or NAMESPACES[owned[0].namespace].maximum == 1
    if len(people) > 1 and not decides:
        raise CellError("identity_conflict", "what the row says belongs to two clients")
    return owners[owned[0]]
