"""What the tag is told, in the names of the Segment Ecommerce V2 specification. Never an address or a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from clienteling.storefront.house import HOUSE

_KEPT = "storefront.events"


@dataclass(frozen=True)
class PageEvent:
    name: str
    properties: dict[str, Any]


def product_properties(product: dict[str, Any], variant: dict[str, Any] | None = None) -> dict[str, Any]:
    """``product_id`` is the product's code, ``price`` a number in ``currency``."""
    chosen = variant or (product["variants"] or [{}])[0]
    amount = chosen.get("price") or product["price"]
    return {
        "product_id": product["code"],
        "sku": chosen.get("sku", ""),
        "name": product["name"],
        "brand": HOUSE.name,
        "category": product["category"],
        "variant": chosen.get("label", ""),
        "price": float(amount) if amount else None,
        "currency": product["currency"],
        "tags": list(product["tags"]),
        "in_stock": bool(chosen.get("in_stock", product["in_stock"])),
    }


def listed_properties(products: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**product_properties(product), "position": place} for place, product in enumerate(products, 1)]


def keep_event(request: HttpRequest, event: PageEvent) -> None:
    """For the next page: what just happened is told once, by the page that says so."""
    request.session[_KEPT] = [*request.session.get(_KEPT, []), [event.name, event.properties]]


def kept_events(request: HttpRequest) -> list[PageEvent]:
    """The events kept for this page, now given up."""
    return [PageEvent(name, properties) for name, properties in request.session.pop(_KEPT, [])]
