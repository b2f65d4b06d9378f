"""Receipts with what was brought back of them."""

from datetime import datetime, timedelta

import pytest

from crm.models import Boutique, Client, Product, Purchase, PurchaseLine
from crm.queries.receipts import receipts_of
from crm.sharing import EVERY_HOUSE
from tests.factories import make_product, make_purchase

pytestmark = pytest.mark.django_db


@pytest.fixture
def tote(boutique: Boutique) -> Product:
    return make_product(boutique.brand, "tote")


def brought_back(
    client: Client, boutique: Boutique, product: Product, at: datetime, *, of: int = 1, **fields: str
) -> None:
    back = make_purchase(client, boutique, at=at, kind="return", price="-900", **fields)
    PurchaseLine.objects.create(
        purchase=back, number=1, sku=product.variants.get().sku, quantity=-of, unit_price=900, amount=-900 * of
    )


def returned(client: Client) -> list[tuple[datetime, datetime | None]]:
    """(sold, brought back) of each line that was sold, oldest first."""
    receipts = reversed([receipt for receipt in receipts_of(client, EVERY_HOUSE) if receipt.is_sale])
    return [(receipt.at, line.returned_at) for receipt in receipts for line in receipt.lines]


def test_a_return_marks_the_latest_sale_of_the_piece_before_it(
    camille: Client, boutique: Boutique, tote: Product, now: datetime
) -> None:
    days = [now - timedelta(days=number) for number in (30, 20, 10)]
    for day in days:
        make_purchase(camille, boutique, tote, at=day)

    brought_back(camille, boutique, tote, now - timedelta(days=15))

    assert returned(camille) == [(days[0], None), (days[1], now - timedelta(days=15)), (days[2], None)]


def test_a_return_that_names_its_order_marks_that_order(
    camille: Client, boutique: Boutique, tote: Product, now: datetime
) -> None:
    older, newer = now - timedelta(days=30), now - timedelta(days=20)
    make_purchase(camille, boutique, tote, at=older, order_ref="O-1")
    make_purchase(camille, boutique, tote, at=newer, order_ref="O-2")

    brought_back(camille, boutique, tote, now, order_ref="O-1")

    assert returned(camille) == [(older, now), (newer, None)]


def test_as_many_pieces_are_marked_as_came_back(
    camille: Client, boutique: Boutique, tote: Product, now: datetime
) -> None:
    make_purchase(camille, boutique, tote, tote, tote, at=now - timedelta(days=3))

    brought_back(camille, boutique, tote, now, of=2)

    assert [back for _, back in returned(camille)] == [now, now, None]


def test_a_return_without_its_sale_marks_nothing(
    camille: Client, boutique: Boutique, tote: Product, now: datetime
) -> None:
    scarf = make_product(boutique.brand, "scarf", category="scarves")
    make_purchase(camille, boutique, tote, at=now - timedelta(days=3))

    brought_back(camille, boutique, scarf, now)

    assert [back for _, back in returned(camille)] == [None]
    assert Purchase.objects.filter(kind="return").count() == 1
