"""Rows of the profile store that follow their client, and what happens where both have the same."""

from typing import Any

from django.db.models import Exists, Model, OuterRef

from consent.merging import quieter
from consent.models import ContactPreference, Restriction
from crm.merging.relations import follow_relations
from crm.merging.trail import Trail
from crm.models import (
    Cart,
    CartItem,
    CustomerAccount,
    Interaction,
    LoyaltyAccount,
    Purchase,
    Relationship,
    Score,
    SegmentChange,
    SegmentMember,
    StockAlert,
    Wish,
)


def follow_rows(trail: Trail) -> None:
    """What stays on the duplicate is what the survivor has already: the place, the segment, an account."""
    _join_relationships(trail)
    _join_alerts(trail)
    _move_new(trail, SegmentMember, "segment")
    follow_relations(trail)
    _keep_newest(trail, Wish, ("brand_id", "sku"), "changed_at")
    _keep_newest(trail, Cart, ("brand_id",), "named_at")
    _keep_newest(trail, CartItem, ("brand_id", "sku"), "changed_at")
    _keep_newest(trail, Score, ("brand_id", "model"), "at")
    for model in (Purchase, Interaction, SegmentChange, LoyaltyAccount):
        trail.move(model._default_manager.filter(client=trail.duplicate))
    _keep_quieter(trail)
    _keep_restricted(trail)
    if not CustomerAccount.objects.filter(client=trail.keep).exists():
        trail.move(CustomerAccount.objects.filter(client=trail.duplicate))


def _move_new(trail: Trail, model: type[Model], *key: str) -> None:
    held = model._default_manager.filter(client=trail.keep, **{name: OuterRef(name) for name in key})
    trail.move(model._default_manager.filter(~Exists(held), client=trail.duplicate))


def _keep_newest(trail: Trail, model: type[Model], key: tuple[str, ...], moment: str) -> None:
    """Of two rows of one key the survivor's stays and says what the younger said; both moments are kept."""
    rows = model._default_manager.filter(client=trail.keep)
    mine = {tuple(getattr(row, name) for name in key): row for row in rows}
    others = []
    for theirs in model._default_manager.filter(client=trail.duplicate).order_by("pk"):
        held = mine.get(tuple(getattr(theirs, name) for name in key))
        if held is None:
            others.append(theirs.pk)
        elif getattr(theirs, moment) > getattr(held, moment):
            trail.change(held, **_values_of(theirs, key))
    trail.move(model._default_manager.filter(client=trail.duplicate, pk__in=others))


def _keep_quieter(trail: Trail) -> None:
    """A merge lets nobody say more."""
    mine = {row.brand_id: row for row in ContactPreference.objects.filter(client=trail.keep)}
    for theirs in ContactPreference.objects.filter(client=trail.duplicate).order_by("pk"):
        held = mine.get(theirs.brand_id)
        if held is None:
            trail.move(ContactPreference.objects.filter(client=trail.duplicate, pk=theirs.pk))
            continue
        until, at_most = quieter((held.paused_until, held.at_most), (theirs.paused_until, theirs.at_most))
        wish = held.preferred_channel or theirs.preferred_channel
        trail.change(held, paused_until=until, at_most=at_most, preferred_channel=wish)


def _keep_restricted(trail: Trail) -> None:
    """Whoever is restricted on one record is so as one person; of two restrictions the survivor's holds."""
    theirs = Restriction.objects.filter(client=trail.duplicate)
    if Restriction.objects.filter(client=trail.keep, lifted_at=None).exists():
        theirs = theirs.exclude(lifted_at=None)
    trail.move(theirs)


def _values_of(row: Model, key: tuple[str, ...]) -> dict[str, Any]:
    own = {"id", "client_id", *key}
    return {field.attname: getattr(row, field.attname) for field in row._meta.fields if field.attname not in own}


def _join_relationships(trail: Trail) -> None:
    """Of two rows of one place the survivor's stays, with the earlier beginning; what it lacks it learns."""
    mine = {(row.brand_id, row.boutique_id): row for row in Relationship.objects.filter(client=trail.keep)}
    others = []
    for theirs in Relationship.objects.filter(client=trail.duplicate).order_by("pk"):
        held = mine.get((theirs.brand_id, theirs.boutique_id))
        if held is None:
            others.append(theirs.pk)
            continue
        trail.change(
            held,
            since=min(held.since, theirs.since),
            advisor_id=held.advisor_id or theirs.advisor_id,
            tier=held.tier or theirs.tier,
        )
    trail.move(Relationship.objects.filter(client=trail.duplicate, pk__in=others))


def _join_alerts(trail: Trail) -> None:
    """Who waits for one piece twice waits for it once: the younger wish ends."""
    waiting = StockAlert.objects.filter(status=StockAlert.Status.WAITING)
    mine = {(alert.variant_id, alert.channel): alert for alert in waiting.filter(client=trail.keep)}
    for theirs in waiting.filter(client=trail.duplicate).order_by("pk"):
        if held := mine.get((theirs.variant_id, theirs.channel)):
            younger = max(held, theirs, key=lambda alert: (alert.created_at, alert.pk))
            trail.change(younger, status=StockAlert.Status.ENDED)
    trail.move(StockAlert.objects.filter(client=trail.duplicate))
