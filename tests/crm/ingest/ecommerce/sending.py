"""Ecommerce events as a website sends them, through the real door, and the worker that follows."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from crm.ingest.ecommerce.deriving import derive_pending
from crm.models import CartItem, Client, Purchase, RejectedEvent, Source, Wish
from tests.crm.ingest.sending import call, send

START = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=2)
TOTE = {"sku": "TOTE", "name": "Tote", "price": 900, "quantity": 1}
CLUTCH = {"sku": "CLUTCH", "name": "Clutch", "price": "880.50", "quantity": 2}


def event(name: str, *, minute: int = 0, client: Client | None = None, **properties: Any) -> dict[str, Any]:
    """A track of a visitor, or of a client who is logged in, so many minutes after START."""
    at = (START + timedelta(minutes=minute)).isoformat()
    who = {"userId": client.uid} if client else {}
    return call(event=name, properties=properties, timestamp=at, messageId=uuid4().hex, **who)


def tell(source: Source, *events: dict[str, Any]) -> None:
    """Send these and let the worker derive what is due."""
    answer = send(source, *events)
    assert answer.json()["rejected"] == []
    derive_pending(seconds=10)


def order(name: str = "Order Completed", order_id: str = "W-1", **facts: Any) -> dict[str, Any]:
    return event(name, order_id=order_id, **{"currency": "EUR", "products": [TOTE], **facts})


def refund(order_id: str = "W-1", **facts: Any) -> dict[str, Any]:
    return event("Order Refunded", order_id=order_id, currency="EUR", **facts)


def purchases() -> list[tuple[str, str, str, str]]:
    """Every purchase as kind, order, total and evidence, in the order in which they were kept."""
    rows = Purchase.objects.order_by("id").values_list("kind", "order_ref", "total", "evidence")
    return [(kind, order_ref, str(total), evidence) for kind, order_ref, total, evidence in rows]


def reasons() -> list[tuple[str, str]]:
    return list(RejectedEvent.objects.order_by("id").values_list("code", "detail"))


def cart() -> dict[str, int]:
    return dict(CartItem.objects.filter(quantity__gt=0).values_list("sku", "quantity"))


def wishes() -> list[str]:
    return sorted(Wish.objects.filter(removed_at=None).values_list("sku", flat=True))
