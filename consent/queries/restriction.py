"""Whose data may be kept and read, and not used (GDPR Art. 18)."""

from collections.abc import Iterable

from django.db.models import OuterRef, Subquery

from consent.models import Restriction
from consent.subjects import Subject


def is_restricted(client: Subject) -> bool:
    """Readable, and never segmented, scored, messaged, suggested or changed by a file. One statement."""
    return Restriction.objects.filter(client_id=client.pk, lifted_at=None).exists()


def restricted_among(client_ids: Iterable[int]) -> set[int]:
    """Those of these clients. One statement."""
    live = Restriction.objects.filter(client__in=list(client_ids), lifted_at=None)
    return set(live.values_list("client_id", flat=True))


def restricted_since(path: str = "pk") -> Subquery:
    """Since when the client at ``path`` (a look-up from the row that is asked about) is restricted; NULL if not."""
    live = Restriction.objects.filter(client=OuterRef(path), lifted_at=None)
    return Subquery(live.values("since")[:1])


def live_restriction(client: Subject) -> Restriction | None:
    """Since when, and why. One statement."""
    return Restriction.objects.filter(client_id=client.pk, lifted_at=None).first()
