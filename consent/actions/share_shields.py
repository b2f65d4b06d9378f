"""What shields a client and holds for both when one record becomes two: a pause, fewer messages, a restriction, a
protection, the region under whose law they live."""

from datetime import datetime

from django.db.models import Q

from consent.merging import Quietness, quieter
from consent.models import ContactPreference, Protection, Residence, Restriction
from consent.residency.regions import Region
from consent.subjects import Subject


def share_shields(keep: Subject, parted: Subject, *, since: datetime | None = None) -> None:
    """What was asked for (after ``since``) while two were one holds for both: nobody knows which of the two asked.

    Call it in the transaction that parts them.
    """
    asked = ContactPreference.objects.filter(client__in=[keep.pk, parted.pk])
    restricted = Restriction.objects.filter(client=keep.pk, lifted_at=None)
    protected = Protection.objects.filter(client=keep.pk, lifted_at=None)
    if since is not None:
        asked, restricted = asked.filter(changed_at__gte=since), restricted.filter(since__gte=since)
        protected = protected.filter(marked_at__gte=since)
    for row in list(asked.order_by("brand", "pk")):
        theirs = parted if row.client_id == keep.pk else keep
        _quieten(theirs, row.brand_id, (row.paused_until, row.at_most), row.changed_at)
    for each in list(restricted.order_by("pk")):
        _restrict(parted, each)
    for mark in list(protected.order_by("pk")):
        _protect(parted, mark)
    _house(keep, parted, since)


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


def _protect(client: Subject, mark: Protection) -> None:
    facts = {name: getattr(mark, name) for name in ("kind", "because", "marked_by", "marked_at")}
    Protection.objects.bulk_create([Protection(client_id=client.pk, **facts)], ignore_conflicts=True)


def _house(keep: Subject, parted: Subject, since: datetime | None) -> None:
    """Where the person lives, as somebody said of either record; China before others, since a parting opens no border
    either (crm.residency). Of what was said while two were one, China alone: the other may live where they did."""
    said = Residence.objects.filter(Q(client=keep.pk) | Q(client__canonical=keep.pk))
    if since is not None:
        said = said.filter(set_at__gte=since, region=Region.CN)
    nearest = sorted(said.order_by("pk"), key=lambda each: (each.region != Region.CN, each.client_id != keep.pk))
    for home in nearest[:1]:
        facts = {name: getattr(home, name) for name in ("region", "because", "set_by", "set_at")}
        Residence.objects.update_or_create(client_id=parted.pk, defaults=facts)
