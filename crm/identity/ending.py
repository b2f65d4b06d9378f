"""An end to what identifiers meant, with the links that hung on them."""

from collections.abc import Collection
from datetime import datetime

from crm.models import Identifier, IdentityLink


def end_identifiers(ids: Collection[int], *, because: str, at: datetime) -> int:
    """They mean nobody from now on, each with its reason (Identifier.Ended); how many meant somebody until now."""
    ended = Identifier.objects.filter(pk__in=ids, retracted_at=None).update(retracted_at=at, retracted_because=because)
    for end in ("a", "b"):
        IdentityLink.objects.filter(**{f"{end}__in": ids}, retracted_at=None).update(retracted_at=at)
    return ended
