"""The lists of a client's card, each in a constant number of queries."""

from typing import Any

from django.db.models import Exists, OuterRef

from consent.queries.permission import channel_states, decision_on
from crm.models import Boutique, Brand, Client, Purchase, PurchaseLine, Stock, StockAlert

ORDERS = 50
# One address may serve several channels.
REACH = {"email": ("email",), "phone": ("sms", "phone", "whatsapp")}
# Decided for each address, and decided for the person.
WRITTEN, PERSONAL = ("marketing", "stock-alerts"), ("profiling", "measurement")


def orders_of(client: Client, brand: Brand, language: str) -> list[dict[str, Any]]:
    """The last fifty purchases, newest first."""
    purchases = (
        Purchase.objects.filter(client=client, brand=brand)
        .select_related("boutique")
        .prefetch_related("lines__variant__product__brand")
        .order_by("-occurred_at", "-id")[:ORDERS]
    )
    return [_order(purchase, language) for purchase in purchases]


def alerts_of(client: Client, brand: Brand, language: str) -> list[dict[str, Any]]:
    """The pieces the client waits for, and whether the online shop has them by now."""
    here = Stock.objects.filter(
        variant=OuterRef("variant"), boutique__brand=brand, boutique__kind=Boutique.Kind.ONLINE, quantity__gt=0
    )
    alerts = (
        StockAlert.objects.filter(client=client, brand=brand, status=StockAlert.Status.WAITING)
        .select_related("variant__product")
        .annotate(is_in_stock=Exists(here))
        .order_by("-created_at", "-id")[:ORDERS]
    )
    return [
        {
            "sku": alert.variant.sku,
            "label": alert.variant.label,
            "name": alert.variant.product.name_in(language),
            "product": alert.variant.product.code,
            "picture_url": _picture(brand, alert.variant.product.code),
            "in_stock": alert.is_in_stock,
            "requested_at": alert.created_at,
        }
        for alert in alerts
    ]


def consents_of(client: Client, brand: Brand) -> list[dict[str, Any]]:
    """What holds now. ``unknown`` where nothing was ever decided; channels without an address are left out."""
    reachable = {channel for asked, reached in REACH.items() if client.contact_point(asked) for channel in reached}
    written = [
        {"purpose": purpose, "channel": state.channel, "state": state.state, "since": state.since}
        for purpose in WRITTEN
        for state in channel_states(client, brand=brand, purpose=purpose)
        if state.channel in reachable or state.state != "unknown"
    ]
    return [*written, *(_personal(client, brand, purpose) for purpose in PERSONAL)]


def _personal(client: Client, brand: Brand, purpose: str) -> dict[str, Any]:
    standing = decision_on(client, purpose=purpose, brand=brand)
    state = {"allowed": "yes", "no_decision": "unknown"}.get(standing.reason, "no")
    return {"purpose": purpose, "channel": "", "state": state, "since": None}


def segments_of(client: Client, brand: Brand) -> list[dict[str, Any]]:
    memberships = client.segment_memberships.filter(segment__brand=brand).select_related("segment").order_by("id")
    return [{"code": member.segment.code, "name": member.segment.name} for member in memberships]


def _order(purchase: Purchase, language: str) -> dict[str, Any]:
    return {
        "reference": purchase.source_ref,
        "kind": purchase.kind,
        "occurred_at": purchase.occurred_at,
        "boutique": purchase.boutique.name if purchase.boutique else "",
        "currency": purchase.currency,
        "total": purchase.total,
        "lines": [_line(line, purchase.brand_id, language) for line in purchase.lines.all()],
    }


def _line(line: PurchaseLine, brand_id: int, language: str) -> dict[str, Any]:
    product = line.variant.product if line.variant and line.variant.product.brand_id == brand_id else None
    return {
        "sku": line.sku,
        "name": product.name_in(language) if product else line.description or line.sku,
        "quantity": line.quantity,
        "amount": line.amount,
        "product": product.code if product else None,
        "picture_url": _picture(product.brand, product.code) if product else "",
    }


def _picture(brand: Brand, code: str) -> str:
    return f"/pictures/{brand.code}/{code}.svg"
