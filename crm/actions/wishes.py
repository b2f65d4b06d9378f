"""What is on a client's wish list, as of when: what is older changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

# A piece that was taken off stays as a row with its moment, so that an earlier wish that comes late does not revive it.
_SET = """
    INSERT INTO crm_wish AS held (client_id, brand_id, sku, variant_id, source, added_at, removed_at, changed_at)
    SELECT client_id, brand_id, sku, variant_id, source, changed_at,
        CASE WHEN is_wished THEN NULL ELSE changed_at END, changed_at
    FROM unnest(
        %s::bigint[], %s::bigint[], %s::text[], %s::bigint[], %s::boolean[], %s::text[], %s::timestamptz[]
    ) AS said (client_id, brand_id, sku, variant_id, is_wished, source, changed_at)
    ORDER BY client_id, brand_id, sku
    ON CONFLICT (client_id, brand_id, sku) DO UPDATE
    SET variant_id = coalesce(excluded.variant_id, held.variant_id), source = excluded.source,
        added_at = CASE
            WHEN excluded.removed_at IS NULL AND held.removed_at IS NOT NULL THEN excluded.added_at
            ELSE held.added_at END,
        removed_at = excluded.removed_at, changed_at = excluded.changed_at
    WHERE held.changed_at < excluded.changed_at
"""


@dataclass(frozen=True)
class WishState:
    """Whether one SKU is on a client's wish list since ``changed_at``."""

    client_id: int
    brand_id: int
    sku: str
    variant_id: int | None
    is_wished: bool
    source: str
    changed_at: datetime


def set_wish_states(states: Sequence[WishState]) -> int:
    """Of one client, brand and SKU one state at most. Returns how many were news."""
    if not states:
        return 0
    columns = [
        [getattr(state, name) for state in states] for name in WishState.__dataclass_fields__
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_SET, columns)
        return cursor.rowcount
