"""A pause, or fewer messages, that one record asked for and that counts for two."""

from datetime import datetime

from consent.merging import Quietness, quieter
from consent.models import ContactPreference
from consent.subjects import Subject


def share_quiet(one: Subject, other: Subject, *, since: datetime | None = None) -> None:
    """What either asked for (after ``since``) holds for both who part: nobody knows which of the two asked.

    Call it in the transaction that parts them.
    """
    asked = ContactPreference.objects.filter(client__in=[one.pk, other.pk])
    if since is not None:
        asked = asked.filter(changed_at__gte=since)
    for row in list(asked.order_by("brand", "pk")):
        theirs = other if row.client_id == one.pk else one
        _quieten(theirs, row.brand_id, (row.paused_until, row.at_most), row.changed_at)


def _quieten(client: Subject, brand_id: int, wish: Quietness, at: datetime) -> None:
    held = ContactPreference.objects.filter(client=client.pk, brand=brand_id).first()
    until, at_most = quieter((held.paused_until, held.at_most), wish) if held else wish
    ContactPreference.objects.update_or_create(
        client_id=client.pk, brand_id=brand_id,
        defaults={"paused_until": until, "at_most": at_most, "changed_at": at},
    )  # fmt: skip
