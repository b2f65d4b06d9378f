"""Whose data may be kept and read, and not used (GDPR Art. 18)."""

from collections.abc import Iterable

from consent.models import Restriction
from consent.subjects import Subject


def is_restricted(client: Subject) -> bool:
    """Readable, and never segmented, scored, messaged, suggested or changed by a file. One statement."""
    return Restriction.objects.filter(client_id=client.pk, lifted_at=None).exists()


def restricted_among(client_ids: Iterable[int]) -> set[int]:
    """Those of these clients. One statement."""
    live = Restriction.objects.filter(client__in=list(client_ids), lifted_at=None)
    return set(live.values_list("client_id", flat=True))


def live_restriction(client: Subject) -> Restriction | None:
    """Since when, and why. One statement."""
    return Restriction.objects.filter(client_id=client.pk, lifted_at=None).first()
