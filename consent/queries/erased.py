"""Does an identifier mean somebody who was erased?"""

from collections.abc import Iterable
from datetime import datetime

from consent.models import ErasedIdentifier, Erasure
from consent.rights.erasing.person import UID, identifier_hashes

__all__ = ["UID", "erased_among", "last_erasure"]

Pair = tuple[str, str]


def erased_among(pairs: Iterable[Pair]) -> dict[Pair, datetime]:
    """Of these (namespace, normalised value) those of somebody who was erased, and when. At most one statement."""
    hashed = {(pair[0], each): pair for pair in pairs for each in identifier_hashes(*pair)}
    if not hashed:
        return {}
    rows = ErasedIdentifier.objects.filter(value_hash__in=[value for _, value in hashed])
    found = rows.values_list("namespace", "value_hash", "erased_at").order_by("erased_at")
    # While the key changes there may be one under each: the last erasure counts.
    return {hashed[name, value]: at for name, value, at in found if (name, value) in hashed}


def last_erasure() -> datetime | None:
    """When somebody was erased last. One statement, from an index."""
    return Erasure.objects.order_by("-erased_at").values_list("erased_at", flat=True).first()
