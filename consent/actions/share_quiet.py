"""A pause, fewer messages, or a restriction that one record asked for and that counts for two."""

from datetime import datetime

from consent.merging import Quietness, quieter
from consent.models import ContactPreference, Restriction
from consent.subjects import Subject


def share_quiet(keep: Subject, parted: Subject, *, since: datetime | None = None) -> None:
    """What was asked for (after ``since``) while two were one holds for both: nobody knows which of the two asked.

    Call it in the transaction that parts them.
    """
    asked = ContactPreference.objects.filter(client__in=[keep.pk, parted.pk])
    restricted = Restriction.objects.filter(client=keep.pk, lifted_at=None)
    if since is not None:
        asked, restricted = asked.filter(changed_at__gte=since), restricted.filter(since__gte=since)
    for row in list(asked.order_by("brand", "pk")):
        theirs = parted if row.client_id == keep.pk else keep
        _quieten(theirs, row.brand_id, (row.paused_until, row.at_most), row.changed_at)
    for each in list(restricted.order_by("pk")):
        _restrict(parted, each)


def _quieten(client: Subject, brand_id: int, wish: Quietness, at: datetime) -> None:
    held = ContactPreference.objects.filter(client=client.pk, brand=brand_id).first()
    until, at_most = quieter((held.paused_until, held.at_most), wish) if held else wish
    ContactPreference.objects.update_or_create(
        client_id=client.pk, brand_id=brand_id,
        defaults={"paused_until": until, "at_most": at_most, "changed_at": at},
    )  # fmt: skip


def _restrict(client: Subject, asked: Restriction) -> None:
    """The same restriction; ON CONFLICT, where the other is restricted already."""
    facts = {name: getattr(asked, name) for name in ("reason", "request", "actor", "since")}
    Restriction.objects.bulk_create([Restriction(client_id=client.pk, **facts)], ignore_conflicts=True)
