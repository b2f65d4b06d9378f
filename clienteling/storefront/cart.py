"""The cart: what is in it stands in the session, what it costs is asked of the house each time."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest

from clienteling.lib.tokens import new_code
from clienteling.storefront import public_api
from clienteling.storefront.events import product_properties
from clienteling.storefront.house import HOUSE

_CART, _ORDER = "storefront.cart", "storefront.order"
MOST_OF_ONE, MOST_PIECES = 9, 40


@dataclass(frozen=True)
class CartLine:
    product: dict[str, Any]
    variant: dict[str, Any]
    quantity: int

    @property
    def amount(self) -> Decimal:
        return Decimal(self.variant["price"]) * self.quantity

    @property
    def properties(self) -> dict[str, Any]:
        return {**product_properties(self.product, self.variant), "quantity": self.quantity}


@dataclass(frozen=True)
class Cart:
    lines: list[CartLine]
    gone: int

    @property
    def total(self) -> Decimal:
        return sum((line.amount for line in self.lines), Decimal(0))

    @property
    def properties(self) -> dict[str, Any]:
        products = [line.properties for line in self.lines]
        return {"value": float(self.total), "currency": HOUSE.currency, "products": products}


def quantities(request: HttpRequest) -> dict[str, int]:
    kept: dict[str, int] = request.session.get(_CART, {})
    return kept


def piece_count(request: HttpRequest) -> int:
    return sum(quantities(request).values())


def put_in_cart(request: HttpRequest, sku: str, quantity: int) -> None:
    """Sets how many; none takes it out. A changed cart is another order, so it gets another number."""
    kept = dict(quantities(request))
    kept[sku] = min(quantity, MOST_OF_ONE)
    request.session[_CART] = {sku: many for sku, many in list(kept.items())[:MOST_PIECES] if many > 0}
    request.session.pop(_ORDER, None)


def empty_cart(request: HttpRequest) -> None:
    request.session.pop(_CART, None)
    request.session.pop(_ORDER, None)


def order_number(request: HttpRequest) -> str:
    """The number of the order that this cart would become: the same however often it is sent."""
    return str(request.session.setdefault(_ORDER, f"W-{new_code()}"))


def read_cart(request: HttpRequest, language: str) -> Cart:
    """The lines that can be bought now; ``gone`` counts those that cannot any more."""
    wanted = quantities(request)
    if not wanted:
        return Cart([], 0)
    found = public_api.read("products/", sku=list(wanted), language=language, currency=HOUSE.currency, limit=100)
    choices = {variant["sku"]: (product, variant) for product in found["results"] for variant in product["variants"]}
    lines = [
        CartLine(*choices[sku], quantity)
        for sku, quantity in wanted.items()
        if sku in choices and choices[sku][1]["in_stock"] and choices[sku][1]["price"] is not None
    ]
    return Cart(lines, len(wanted) - len(lines))
