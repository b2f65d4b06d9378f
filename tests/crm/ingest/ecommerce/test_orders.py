"""Orders told by events: each is one purchase, whoever else tells of it and in whatever order."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from crm.actions.purchases import LineInput, PurchaseError, record_purchase
from crm.ingest.ecommerce.deriving import derive_pending, look_after_waiting
from crm.ingest.ecommerce.pending import WAITING, give_up_waiting
from crm.models import Boutique, Brand, Client, Interaction, PendingEvent, Purchase, PurchaseReference, Source, Stock
from tests.crm.ingest.ecommerce.sending import CLUTCH, START, TOTE, event, order, purchases, reasons, refund, tell
from tests.factories import make_product, make_purchase, make_source, set_stock

pytestmark = pytest.mark.django_db
SALE = ("sale", "W-1", "900.00", "event")


def record(boutique: Boutique, *lines: LineInput, **facts: Any) -> Purchase:
    """What the shop's own system says of order W-1."""
    defaults: dict[str, Any] = {"source": "erp", "source_ref": "E-77", "kind": "sale", "order_ref": "W-1"}
    return record_purchase(
        brand=boutique.brand, boutique=boutique, occurred_at=START, currency="EUR",
        lines=lines or [LineInput("TOTE", 1, Decimal(900))], **{**defaults, **facts},
    )  # fmt: skip


def test_an_order_is_a_purchase_with_its_lines(website: Source, online: Boutique, camille: Client) -> None:
    tote = make_product(website.brand, "tote")

    tell(website, order(client=camille, minute=5, products=[TOTE, CLUTCH]))

    purchase = Purchase.objects.get()
    assert (purchase.client, purchase.boutique, purchase.source, purchase.source_ref) == (
        camille, online, "aurelle-web", "W-1",
    )  # fmt: skip
    assert (purchase.occurred_at, purchase.currency) == (START + timedelta(minutes=5), "EUR")
    assert list(purchase.lines.order_by("number").values_list("sku", "variant", "quantity", "amount")) == [
        ("TOTE", tote.variants.get().pk, 1, Decimal("900.00")),
        ("CLUTCH", None, 2, Decimal("1761.00")),
    ]


def test_the_same_order_again_is_the_same_purchase(website: Source, brand: Brand) -> None:
    app = make_source(brand, "aurelle-app")

    tell(website, order(), order())
    tell(app, order())

    assert purchases() == [SALE]


@pytest.mark.parametrize("is_record_first", [True, False], ids=["record_first", "event_first"])
def test_an_order_by_event_and_by_the_shop_is_one_purchase(
    website: Source, online: Boutique, camille: Client, is_record_first: bool
) -> None:
    stock = set_stock(make_product(website.brand, "tote"), online, 5)

    if is_record_first:
        record(online)
    tell(website, order(client=camille))
    known = record(online)

    stock.refresh_from_db()
    assert purchases() == [("sale", "W-1", "900.00", "record")]
    assert (known.is_repeat, known.source, known.source_ref, known.client) == (True, "erp", "E-77", camille)
    assert list(PurchaseReference.objects.values_list("source", "source_ref")) == [("aurelle-web", "W-1")]
    assert stock.quantity == 4


def test_the_shops_own_record_takes_the_place_of_what_the_page_said(website: Source, online: Boutique) -> None:
    tell(website, order(products=[{**TOTE, "price": 1}]))

    record(online, LineInput("TOTE", 2, Decimal(900)))
    tell(website, order("Order Updated", minute=9, products=[{**TOTE, "price": 5}]))

    assert purchases() == [("sale", "W-1", "1800.00", "record")]
    assert list(Purchase.objects.get().lines.values_list("quantity", flat=True)) == [2]


def test_two_records_that_disagree_are_not_made_one(online: Boutique) -> None:
    record(online)

    with pytest.raises(PurchaseError, match="order_differs"):
        record(online, LineInput("TOTE", 2, Decimal(900)), source="till", source_ref="R-1")

    assert purchases() == [("sale", "W-1", "900.00", "record")]


def test_a_second_record_fills_in_what_the_first_left_empty(online: Boutique, camille: Client) -> None:
    record(online)

    known = record(online, source="till", source_ref="R-1", client=camille, country="France")
    again = record(online, source="till", source_ref="R-1", client=camille)

    assert (known.client, known.country, again.pk, Purchase.objects.count()) == (camille, "France", known.pk, 1)


def test_receipts_of_two_tills_that_number_alike_stay_two(online: Boutique) -> None:
    record(online, source="till-1", source_ref="1", order_ref="")
    record(online, source="till-2", source_ref="1", order_ref="")

    assert Purchase.objects.count() == 2


def test_two_shops_that_number_alike_stay_two(website: Source, brand: Brand) -> None:
    outlet = make_source(brand, "aurelle-outlet", order_prefix="OUT-")

    tell(website, order())
    tell(outlet, order())

    assert [order_ref for _, order_ref, _, _ in purchases()] == ["W-1", "OUT-W-1"]


@pytest.mark.parametrize("minutes", [(1, 2), (2, 1)], ids=["in_order", "the_other_way_round"])
def test_an_updated_order_says_what_its_latest_event_says(website: Source, minutes: tuple[int, int]) -> None:
    said = {1: order(minute=1), 2: order("Order Updated", minute=2, products=[CLUTCH])}

    for minute in minutes:
        tell(website, said[minute])

    assert purchases() == [("sale", "W-1", "1761.00", "event")]


def test_a_visitors_order_is_the_clients_once_they_are_known(website: Source, camille: Client) -> None:
    tell(website, order())
    assert Purchase.objects.get().client is None

    tell(website, event("Product Viewed", client=camille))

    assert (Purchase.objects.get().client, Purchase.objects.count()) == (camille, 1)


def test_a_refund_without_products_brings_back_the_whole_order(website: Source) -> None:
    tell(website, order(products=[TOTE, CLUTCH]), refund())
    tell(website, refund())

    assert purchases() == [("sale", "W-1", "2661.00", "event"), ("return", "W-1", "-2661.00", "event")]


def test_a_refund_of_a_part_brings_back_its_lines(website: Source) -> None:
    tell(website, order(products=[TOTE, CLUTCH]), refund(products=[{"sku": "CLUTCH", "quantity": 1}]))
    tell(website, refund())

    assert [(kind, total) for kind, _, total, _ in purchases()] == [
        ("sale", "2661.00"), ("return", "-880.50"), ("return", "-1780.50"),
    ]  # fmt: skip


def test_a_refund_before_its_order_waits_for_it(website: Source, online: Boutique) -> None:
    tell(website, refund())
    assert (purchases(), list(PendingEvent.objects.values_list("waits_for", flat=True))) == ([], ["W-1"])

    record(online)
    derive_pending(seconds=10)

    assert purchases() == [("sale", "W-1", "900.00", "record"), ("return", "W-1", "-900.00", "event")]
    assert PendingEvent.objects.count() == 0


def test_a_refund_whose_order_an_import_brought_is_applied(website: Source, online: Boutique) -> None:
    """An import writes its rows itself, and wakes nobody."""
    tell(website, refund())
    bought = make_purchase(None, online, make_product(website.brand, "tote"), at=START, order_ref="W-1")

    asleep = derive_pending(seconds=10).orders
    looked_after = look_after_waiting()
    derive_pending(seconds=10)

    assert (asleep, looked_after, bought.total) == (0, (1, 0), Decimal(900))
    assert [total for _, _, total, _ in purchases()] == ["900.00", "-900.00"]


def test_a_refund_whose_order_never_comes_is_put_aside(website: Source) -> None:
    tell(website, refund())
    after = Interaction.objects.get().received_at + WAITING + timedelta(minutes=1)

    assert (give_up_waiting(after), give_up_waiting(after), PendingEvent.objects.count()) == (1, 0, 0)
    assert reasons() == [("order_never_came", "order_id: No order of this number came within a month.")]


@pytest.mark.parametrize("is_record_first", [True, False], ids=["record_first", "event_first"])
def test_a_return_by_event_and_by_the_shop_is_one(website: Source, online: Boutique, is_record_first: bool) -> None:
    stock = set_stock(make_product(website.brand, "tote"), online, 5)
    record(online)
    back = {"kind": "return", "source_ref": "B-1"}
    pieces = {"products": [{"sku": "TOTE", "quantity": 1}]}

    if is_record_first:
        record(online, LineInput("TOTE", -1, Decimal(900)), **back)
    tell(website, refund(**pieces))
    record(online, LineInput("TOTE", -1, Decimal(900)), **back)

    stock.refresh_from_db()
    assert purchases() == [("sale", "W-1", "900.00", "record"), ("return", "W-1", "-900.00", "record")]
    assert stock.quantity == 5


def test_a_cancelled_order_comes_to_nothing(website: Source) -> None:
    cancelled = order("Order Cancelled")

    tell(website, cancelled)
    tell(website, order())
    tell(website, order("Order Cancelled"))

    assert [total for _, _, total, _ in purchases()] == ["900.00", "-900.00"]


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("order_id_missing", order(order_id="")),
        ("products_missing", order(products=[])),
        ("products_invalid", order(products=["TOTE"])),
        ("products_too_many", order(products=[TOTE] * 201)),
        ("sku_missing", order(products=[{"price": 1}])),
        ("price_missing", order(products=[{"sku": "TOTE"}])),
        ("price_invalid", order(products=[{**TOTE, "price": "dear"}])),
        ("negative_price", order(products=[{**TOTE, "price": -1}])),
        ("quantity_invalid", order(products=[{**TOTE, "quantity": 0.5}])),
        ("unknown_currency", order(currency="EURO")),
        ("amount_too_large", order(products=[{**TOTE, "price": 1e12}])),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_order_is_put_aside_and_stays_stored(website: Source, code: str, told: dict[str, Any]) -> None:
    told = {**told, "messageId": f"m-{code}"}

    tell(website, told)

    assert [found for found, _ in reasons()] == [code]
    assert (Purchase.objects.count(), Interaction.objects.count(), PendingEvent.objects.count()) == (0, 1, 0)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("refund_of_other_pieces", {"products": [{"sku": "SCARF"}]}),
        ("refund_exceeds_order", {"products": [{"sku": "TOTE", "quantity": 2}]}),
        ("refund_without_products", {"total": 100}),
    ],
)
def test_a_refund_that_does_not_fit_its_order_is_put_aside(website: Source, code: str, told: dict[str, Any]) -> None:
    tell(website, order(), refund(**told))

    assert ([found for found, _ in reasons()], purchases()) == ([code], [SALE])


def test_a_reason_repeats_nothing_that_the_event_held(website: Source) -> None:
    tell(website, order(currency="camille"))

    assert reasons() == [("unknown_currency", "currency: It is no currency code of ISO 4217.")]


def test_an_order_by_event_moves_no_stock(website: Source, online: Boutique) -> None:
    set_stock(make_product(website.brand, "tote"), online, 5)

    tell(website, order())

    assert Stock.objects.get(boutique=online).quantity == 5
