"""Identifiers of people who were erased: nothing of before brings them back (docs/decisions/0025-erasure.md)."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import connection

from consent.queries.erased import UID, erased_among
from crm.identity.claims import IdentifierClaim

__all__ = ["UID", "erased_claims", "forgotten", "hold_gate"]

REASON = "whoever this means was erased; what is told of before is not kept"
_GATE = "SELECT pg_advisory_xact_lock{}(hashtextextended('consent.erasure', 7))"


def erased_claims(claims: Iterable[IdentifierClaim]) -> dict[IdentifierClaim, datetime]:
    """Those of these normalised claims that meant somebody who was erased, and when. One statement."""
    found = erased_among((claim.namespace, claim.value) for claim in claims)
    return {IdentifierClaim(namespace, value): at for (namespace, value), at in found.items()}


def forgotten(claims: Iterable[IdentifierClaim], erased: Mapping[IdentifierClaim, datetime], at: datetime) -> bool:
    """Whether one of these claims, made of ``at``, is from before its owner was erased."""
    return any(claim in erased and at <= erased[claim] for claim in claims)


def hold_gate(*, is_erasing: bool) -> None:
    """An erasure begins while no file is making people, and a file makes nobody while an erasure begins.

    Files attach identifiers without locking each by name, so this stands for all of them; until the transaction ends,
    and before every other lock.
    """
    with connection.cursor() as cursor:
        cursor.execute(_GATE.format("" if is_erasing else "_shared"))
