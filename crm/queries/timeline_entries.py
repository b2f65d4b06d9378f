"""What the profile store and the ledger of consent add to a client's timeline."""

from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from consent.models import Decision
from crm.models import Client, Interaction, Purchase, PurchaseLine, SegmentChange, Variant
from crm.queries.places import is_online, place_in_words
from crm.queries.timeline import TimelineEntry, register_timeline

# Properties under which the Segment commerce events carry what they are about.
_SKU_KEYS = ("sku", "product_id")


def register_own_timelines() -> None:
    """Called when the app is ready."""
    register_timeline("purchase", purchase_entries)
    register_timeline("interaction", interaction_entries)
    register_timeline("segment", segment_entries)
    register_timeline("consent", consent_entries)


def _page(rows: QuerySet[Any], moment: str, before: datetime | None, limit: int) -> QuerySet[Any]:
    older = rows.filter(**{f"{moment}__lt": before}) if before else rows
    return older.order_by(f"-{moment}", "-pk")[:limit]


def purchase_entries(client: Client, before: datetime | None, limit: int) -> list[TimelineEntry]:
    """Receipts with their lines, returns too. Two statements."""
    lines = Prefetch("lines", PurchaseLine.objects.order_by("number").select_related("variant__product__brand"))
    rows = Purchase.objects.filter(client=client).select_related("boutique", "brand").prefetch_related(lines)
    return [_of_purchase(row) for row in _page(rows, "occurred_at", before, limit)]


def _of_purchase(purchase: Purchase) -> TimelineEntry:
    place = place_in_words(purchase.boutique, purchase.brand)
    text = _("Brought back %(place)s") if purchase.kind == Purchase.Kind.RETURN else _("Bought %(place)s")
    return TimelineEntry(
        purchase.occurred_at,
        "purchase",
        "web" if is_online(purchase.boutique) else "boutique",
        text % {"place": place},
        {
            "purchase_id": purchase.pk,
            "total": purchase.total,
            "currency": purchase.currency,
            "lines": [_line(line) for line in purchase.lines.all()],
        },
        purchase.source,
    )


def _line(line: PurchaseLine) -> dict[str, Any]:
    product = line.variant.product if line.variant else None
    return {
        "sku": line.sku,
        "name": str(product) if product else line.description or line.sku,
        "quantity": line.quantity,
        "amount": line.amount,
        "product": product,
    }


def interaction_entries(client: Client, before: datetime | None, limit: int) -> list[TimelineEntry]:
    """What they looked at and did. Events that carry only a SKU show its name. Two statements."""
    rows = list(_page(Interaction.objects.filter(client=client).select_related("source"), "timestamp", before, limit))
    names = _names({sku for row in rows if (sku := _sku_of(row))})
    return [
        TimelineEntry(
            row.timestamp,
            "interaction",
            "app" if row.type == "screen" or "app" in row.source.code else "web",
            _interaction_text(row, names),
            {"type": row.type, "name": row.name, "sku": _sku_of(row)},
            row.source.name,
        )
        for row in rows
    ]


def _sku_of(row: Interaction) -> str:
    return next((str(row.properties[key]) for key in _SKU_KEYS if row.properties.get(key)), "")


def _names(skus: set[str]) -> dict[str, str]:
    found = Variant.objects.filter(sku__in=skus).select_related("product") if skus else []
    return {variant.sku: str(variant.product) for variant in found}


def _interaction_text(row: Interaction, names: dict[str, str]) -> str:
    name = row.name or row.type.capitalize()
    if row.type in ("page", "screen"):
        return _("Looked at %(page)s") % {"page": row.name or row.properties.get("path") or row.type}
    about = names.get(_sku_of(row)) or row.properties.get("name") or _sku_of(row)
    return f"{name}: {about}" if about else name


def segment_entries(client: Client, before: datetime | None, limit: int) -> list[TimelineEntry]:
    """Entered and left. One statement."""
    rows = SegmentChange.objects.filter(client=client).select_related("segment")
    return [_of_change(row) for row in _page(rows, "at", before, limit)]


def _of_change(row: SegmentChange) -> TimelineEntry:
    text = _("Entered %(segment)s") if row.change == SegmentChange.Change.ENTERED else _("Left %(segment)s")
    detail = {"segment": row.segment.code, "change": row.change, "reason": row.reason}
    return TimelineEntry(row.at, "segment", "", text % {"segment": row.segment.name}, detail, row.reason)


_DECISION_TEXTS = {
    Decision.Status.GIVEN: "Agreed: %(purpose)s",
    Decision.Status.REFUSED: "Refused: %(purpose)s",
    Decision.Status.WITHDRAWN: "Withdrew: %(purpose)s",
    Decision.Status.EXPIRED: "No longer valid: %(purpose)s",
    Decision.Status.PENDING: "Asked to confirm: %(purpose)s",
}


def consent_entries(client: Client, before: datetime | None, limit: int) -> list[TimelineEntry]:
    """What was agreed, refused and withdrawn. One statement."""
    rows = Decision.objects.filter(client__in=Client.objects.records_of(client)).select_related("purpose")
    return [_of_decision(row) for row in _page(rows, "captured_at", before, limit)]


def _of_decision(row: Decision) -> TimelineEntry:
    text = _(_DECISION_TEXTS[Decision.Status(row.status)]) % {"purpose": row.purpose.name}
    detail = {"purpose": row.purpose.code, "status": row.status, "method": row.method}
    return TimelineEntry(row.captured_at, "consent", row.channel, text, detail, row.origin or row.method)
