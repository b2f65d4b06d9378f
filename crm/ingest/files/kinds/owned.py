"""Kinds whose rows belong to a client who must be known: what they have in common."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from django.db.backends.utils import CursorWrapper

from crm.identity.claims import IdentifierClaim
from crm.ingest.files.errors import CellError
from crm.ingest.files.kinds.base import Outcome, RecordKind
from crm.ingest.files.records import Values
from crm.ingest.files.whose import claims_in, client_meant, erased_unowned, owners_of_claims
from crm.models import Brand

OWNED_OPTIONS: dict[str, Any] = {"customer_prefix": "", "phone_country": ""}


class OwnedRow(Protocol):
    """A row with the identifiers of its client, the most believed first."""

    @property
    def claims(self) -> tuple[IdentifierClaim, ...]: ...


class OwnedKind(RecordKind):
    """Adds the look-up of the client to a kind whose fields begin with whose.WHOSE_FIELDS."""

    options = OWNED_OPTIONS

    def claims(self, values: Values) -> tuple[IdentifierClaim, ...]:
        prefix = self.settings["customer_prefix"] or f"{self.brand.code}:"
        return claims_in(values, prefix=prefix, phone_country=self.settings["phone_country"])

    def found(self, records: Iterable[tuple[int, Any]], outcome: Outcome) -> list[tuple[int, Any, int]]:
        """Line, row and client of each row whose client is known; the others are rejected."""
        records = list(records)
        claims = {claim for _, row in records for claim in row.claims}
        owners = owners_of_claims(claims)
        erased = erased_unowned(claims, owners)
        found = []
        for line, row in records:
            try:
                found.append((line, row, client_meant(row.claims, owners, erased)))
            except CellError as error:
                outcome.reject(line, error)
        return found


def note_known(cursor: CursorWrapper, clients: Iterable[int], brand: Brand, at: datetime) -> None:
    """That the brand knows these clients, for those of whom it has no relationship at all yet."""
    cursor.execute(
        """
        INSERT INTO crm_relationship (client_id, brand_id, boutique_id, country, tier, since)
        SELECT c.id, %s, NULL, c.country, '', %s FROM crm_client c
        WHERE c.id = ANY(%s)
            AND NOT EXISTS (SELECT FROM crm_relationship r WHERE r.client_id = c.id AND r.brand_id = %s)
        ORDER BY c.id ON CONFLICT DO NOTHING
        """,
        [brand.pk, at, sorted(set(clients)), brand.pk],
    )
