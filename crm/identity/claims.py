"""What a call says of who somebody is."""

from collections.abc import Iterable
from dataclasses import dataclass

from crm.identity.errors import IdentityError
from crm.identity.namespaces import NAMESPACES, normalise_identifier


@dataclass(frozen=True)
class IdentifierClaim:
    """One identifier, as it was sent or already normalised: normalising twice changes nothing."""

    namespace: str
    value: str

    @property
    def is_device(self) -> bool:
        return NAMESPACES[self.namespace].is_device

    @property
    def is_single(self) -> bool:
        """One person never has two of these."""
        return NAMESPACES[self.namespace].maximum == 1


def normalise_claims(claims: Iterable[IdentifierClaim]) -> list[IdentifierClaim]:
    """The distinct claims, the most believed first. Placeholders are left out: a blocked value links nobody.

    Raises IdentityError for a value that cannot be what it claims to be, such as ``email_invalid``.
    """
    kept: dict[IdentifierClaim, None] = {}
    for claim in claims:
        try:
            value = normalise_identifier(claim.namespace, claim.value)
        except IdentityError as error:
            if error.code != "value_blocked":
                raise
            continue
        kept[IdentifierClaim(claim.namespace, value)] = None
    return sorted(kept, key=lambda claim: (NAMESPACES[claim.namespace].priority, claim.value))
