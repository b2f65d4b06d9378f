"""From the properties of an event to what it says, typed. Nothing here asks the database."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from crm.ingest.ecommerce import names, values
from crm.ingest.ecommerce.errors import EventUnusable
from crm.ingest.ecommerce.values import Properties

MOST_PRODUCTS = 200
_ORDER_ID, _SKU, _DESCRIPTION = 80, 60, 200


@dataclass(frozen=True)
class ProductSaid:
    """``sku`` falls back to ``product_id``; ``quantity`` is None where the event leaves it open."""

    sku: str
    product_id: str
    name: str
    quantity: int | None
    price: Decimal | None


@dataclass(frozen=True)
class ListEvent:
    """Of a cart or a wish list. ``products`` is None where the event does not say what is in it."""

    name: str
    products: tuple[ProductSaid, ...] | None


@dataclass(frozen=True)
class OrderEvent:
    """``total`` is what the event states, in ``currency``; ``refund_id`` is empty but on refunds that have a number."""

    name: str
    order_id: str
    currency: str
    products: tuple[ProductSaid, ...]
    total: Decimal | None
    refund_id: str = ""


@dataclass(frozen=True)
class BrowsingEvent:
    """Whatever else the specification knows: what was searched, entered or written, and of which product."""

    name: str
    product: ProductSaid | None = None
    words: str = ""
    order_id: str = ""


EcommerceEvent = ListEvent | OrderEvent | BrowsingEvent


def parse_event(name: str, properties: Properties, *, currency: str) -> EcommerceEvent:
    """``name`` is one of names.KNOWN; ``currency`` stands where the event names none. Raises EventUnusable."""
    if name in names.ORDERS:
        return _order(name, properties, currency)
    if name in names.CARTS | names.WISHES:
        return _list(name, properties)
    return _browsing(name, properties, currency)


def _order(name: str, properties: Properties, currency: str) -> OrderEvent:
    products = _products(properties)
    if not products and name in (names.ORDER_COMPLETED, names.ORDER_UPDATED):
        raise EventUnusable("products_missing", "products", "An order has its products.")
    return OrderEvent(
        name=name,
        order_id=values.reference(properties, "order_id", _ORDER_ID),
        currency=values.currency(properties, currency),
        products=products or (),
        total=_total(properties),
        refund_id=values.text(properties, "refund_id")[:_ORDER_ID],
    )


def _total(properties: Properties) -> Decimal | None:
    total = values.price(properties, "total", "total")
    return total if total is not None else values.price(properties, "revenue", "revenue")


def _list(name: str, properties: Properties) -> ListEvent:
    if name in names.WHOLE_CARTS:
        return ListEvent(name, _products(properties))
    absent = None if name == names.PRODUCT_REMOVED else 1
    return ListEvent(name, (_product(properties, "", absent),))


def _products(properties: Properties) -> tuple[ProductSaid, ...] | None:
    listed = properties.get("products")
    if listed is None:
        return None
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise EventUnusable("products_invalid", "products", "It is a list of objects.")
    if len(listed) > MOST_PRODUCTS:
        raise EventUnusable("products_too_many", "products", f"It has more than {MOST_PRODUCTS} products.")
    return tuple(_product(each, f"products[{position}].", 1) for position, each in enumerate(listed))


def _product(said: Properties, path: str, absent: int | None) -> ProductSaid:
    sku = values.text(said, "sku", "product_id")
    if not sku:
        raise EventUnusable("sku_missing", f"{path}sku", "Neither sku nor product_id is there.")
    if len(sku) > _SKU:
        raise EventUnusable("sku_invalid", f"{path}sku", f"It has more than {_SKU} characters.")
    return ProductSaid(
        sku=sku,
        product_id=values.text(said, "product_id")[:_SKU],
        name=values.text(said, "name")[:_DESCRIPTION],
        quantity=values.quantity(said, f"{path}quantity", absent),
        price=values.price(said, "price", f"{path}price"),
    )


def _browsing(name: str, properties: Properties, currency: str) -> BrowsingEvent:
    if "currency" in properties:
        values.currency(properties, currency)
    if name in names.OF_ONE_PRODUCT:
        return BrowsingEvent(name, _product(properties, "", 1), words=_review(name, properties))
    if name == names.SEARCHED:
        return BrowsingEvent(name, words=_needed(properties, "query"))
    if name in names.OF_A_LIST:
        _products(properties)
        return BrowsingEvent(name, words=values.text(properties, "category", "list_id"))
    words = values.text(properties, "coupon_name", "coupon_id", "promotion_id", "step")
    return BrowsingEvent(name, words=words, order_id=values.text(properties, "order_id"))


def _review(name: str, properties: Properties) -> str:
    """What was written in a review. Its rating, where it has one, is a number."""
    if name == "Product Reviewed":
        values.amount(properties, "rating", "rating")
    return values.text(properties, "review_body", "share_message")


def _needed(properties: Properties, name: str) -> str:
    value = properties.get(name)
    if not isinstance(value, str | int | float):
        raise EventUnusable(f"{name}_missing", name, "It is missing.")
    return str(value)


def said_properties(value: Any) -> Properties:
    """Raises EventUnusable for properties that are no object."""
    if not isinstance(value, dict):
        raise EventUnusable("type_wrong", "properties", "They are no object.")
    return value
