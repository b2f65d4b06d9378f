"""A purchase of an order's events, a return of its refund. Each telling of one order is the same purchase."""

from decimal import Decimal
from hashlib import sha256

from crm.actions.orders import learn_client, lock_order
from crm.actions.purchases import LineInput, PurchaseError, record_purchase
from crm.ingest.ecommerce import names
from crm.ingest.ecommerce.articles import find_articles
from crm.ingest.ecommerce.errors import EventUnusable
from crm.ingest.ecommerce.parsing import OrderEvent, ProductSaid
from crm.ingest.ecommerce.pending import wait_for_order
from crm.models import Boutique, Brand, Client, Interaction, Purchase
from crm.queries.orders import has_return_told_otherwise, pieces_left, purchase_of_number, sale_of_order
from crm.receipts import pieces_of

_SENTENCES = {"amount_too_large": "The lines come to too much.", "order_differs": "The order is known otherwise."}
_CENT = Decimal("0.01")


def derive_order(event: Interaction, order: OrderEvent) -> None:
    """Record what this event says of its order, in the caller's transaction. Raises EventUnusable.

    A refund or a cancellation of an order that nobody told of yet waits for it.
    """
    try:
        if order.name in (names.ORDER_COMPLETED, names.ORDER_UPDATED):
            _record(event, order, "sale", order.order_id, _lines_of_sale(event, order))
        else:
            _derive_return(event, order)
    except PurchaseError as error:
        detail = _SENTENCES.get(error.code, "The lines do not agree.")
        raise EventUnusable(error.code, "products", detail) from error


def _derive_return(event: Interaction, order: OrderEvent) -> None:
    brand, order_ref = event.source.brand, order_ref_of(event, order)
    # Before anything is read: two refunds of one order at once must see each other.
    lock_order(brand, order_ref)
    sale = sale_of_order(brand, order_ref)
    if sale is None:
        wait_for_order(event, order_ref)
    elif known := purchase_of_number(brand, event.source.code, return_ref(event, order)):
        # Told before, when its visitor was not known yet.
        learn_client(known, live_client(event))
    elif lines := _lines_of_return(sale, event, order):
        _record(event, order, "return", return_ref(event, order), lines)


def _record(event: Interaction, order: OrderEvent, kind: str, source_ref: str, lines: list[LineInput]) -> Purchase:
    brand = event.source.brand
    return record_purchase(
        brand=brand, source=event.source.code, source_ref=source_ref, kind=kind, occurred_at=event.timestamp,
        currency=order.currency, lines=lines, client=live_client(event), boutique=_online_shop(brand),
        order_ref=order_ref_of(event, order), evidence=Purchase.Evidence.EVENT, stated_at=event.timestamp,
    )  # fmt: skip


def order_ref_of(event: Interaction, order: OrderEvent) -> str:
    return f"{event.source.order_prefix}{order.order_id}"[:80]


def live_client(event: Interaction) -> Client | None:
    """Whose event it is; of a record that was merged, the survivor."""
    client = event.client
    while client is not None and client.canonical is not None:
        client = client.canonical
    return client


def _online_shop(brand: Brand) -> Boutique | None:
    """Where an order by event was made: the brand's online shop, when there is one and no other."""
    shops = list(brand.boutiques.filter(kind=Boutique.Kind.ONLINE)[:2])
    return shops[0] if len(shops) == 1 else None


def _lines_of_sale(event: Interaction, order: OrderEvent) -> list[LineInput]:
    lines, skus = [], _skus(event, order)
    for position, product in enumerate(order.products):
        if product.price is None:
            raise EventUnusable("price_missing", f"products[{position}].price", "It is missing.")
        lines.append(LineInput(skus[product.sku], product.quantity or 1, product.price, product.name))
    return lines


def _skus(event: Interaction, order: OrderEvent) -> dict[str, str]:
    """By what the event calls it, the brand's own SKU of each product."""
    brand_id = event.source.brand_id
    found = find_articles((brand_id, product) for product in order.products)
    return {product.sku: found[brand_id, product.sku].sku for product in order.products}


def return_ref(event: Interaction, order: OrderEvent) -> str:
    """A refund has a number of its own only where the shop gives one; else the event's own id stands for it."""
    if order.name == names.ORDER_CANCELLED:
        return f"{order.order_id[:68]}/cancelled"
    if order.refund_id:
        return order.refund_id
    return f"{order.order_id[:63]}/{sha256(event.message_id.encode()).hexdigest()[:16]}"


def _lines_of_return(sale: Purchase, event: Interaction, order: OrderEvent) -> list[LineInput]:
    """What comes back at the price that it was bought for, all that is left where the event names no products.

    Nothing, when all came back already. Raises EventUnusable.
    """
    prices = {line.sku: line.unit_price for line in sale.lines.order_by("-number")}
    left = +pieces_left(sale)
    if order.name == names.ORDER_CANCELLED or not order.products:
        _check_whole(sale, order)
        return [LineInput(sku, -quantity, prices[sku]) for sku, quantity in sorted(left.items())]
    lines, skus = [], _skus(event, order)
    for product in order.products:
        lines.append(_returned(product, skus[product.sku], prices))
    if has_return_told_otherwise(sale, lines, Purchase.Evidence.EVENT):
        # The till told of these very pieces: they are not taken twice.
        return lines
    if any(-quantity > left[sku] for sku, quantity in pieces_of(lines).items()):
        raise EventUnusable("refund_exceeds_order", "products", "More would come back than was bought.")
    return lines


def _check_whole(sale: Purchase, order: OrderEvent) -> None:
    """A part of the money without a word of the pieces is nobody's to guess."""
    is_part = order.total is not None and abs(order.total - sale.total) > _CENT
    if is_part and order.name == names.ORDER_REFUNDED:
        raise EventUnusable("refund_without_products", "products", "A refund of a part names its products.")


def _returned(product: ProductSaid, sku: str, prices: dict[str, Decimal]) -> LineInput:
    if sku not in prices:
        raise EventUnusable("refund_of_other_pieces", "products", "A product is not of this order.")
    unit_price = prices[sku] if product.price is None else product.price
    return LineInput(sku, -(product.quantity or 1), unit_price, product.name)
