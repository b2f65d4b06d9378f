"""Values that the house itself blocked: its own tablets and mailboxes, kiosks, what a till writes for want of one."""

import re
from collections.abc import Sequence

from crm.identity.claims import IdentifierClaim
from crm.identity.errors import IdentityError
from crm.identity.namespaces import normalise_identifier
from crm.models import BlockedIdentifier


def blocked_among(claims: Sequence[IdentifierClaim]) -> set[IdentifierClaim]:
    """Those of these normalised claims that identify nobody. One statement, by the unique index."""
    if not claims:
        return set()
    names = {claim: names_of(claim.namespace, claim.value) for claim in claims}
    rows = BlockedIdentifier.objects.filter(
        namespace__in={"", *(claim.namespace for claim in claims)}, value__in=set().union(*names.values())
    )
    blocked = set(rows.values_list("namespace", "value"))
    return {
        claim
        for claim in claims
        if any((namespace, name) in blocked for namespace in ("", claim.namespace) for name in names[claim])
    }


def is_blocked(namespace: str, value: str) -> bool:
    """Whether the house blocked this normalised value."""
    return bool(blocked_among([IdentifierClaim(namespace, value)]))


def names_of(namespace: str, value: str) -> set[str]:
    """Under what a normalised value may stand in the list: itself, its domain, or its number without the brand."""
    folded = value.casefold()
    names = {value, folded, squeezed(folded)}
    if namespace == "email":
        names.add(folded[folded.find("@") :])
    if namespace == "crm":
        names |= {folded.partition(":")[2] or folded, squeezed(folded.partition(":")[2] or folded)}
    return names


def squeezed(folded: str) -> str:
    return re.sub(r"[\s\-.]", "", folded)


def as_blocked(namespace: str, value: str) -> str:
    """How a value stands in the list: as its namespace writes it; for every kind, without case, blanks and dashes."""
    folded = value.strip().casefold()
    if folded.startswith("@"):
        return folded
    if not namespace:
        return squeezed(folded) or folded
    try:
        return normalise_identifier(namespace, value)
    except IdentityError:
        return folded
