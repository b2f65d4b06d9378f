"""Receipts: kept once, with stock, relationship and signal."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from crm.actions.purchases import LineInput, PurchaseError, record_purchase
from crm.models import Boutique, Client, Purchase, PurchaseLine, Relationship, Stock
from crm.signals import purchases_recorded
from tests.factories import make_client, make_product, set_stock

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard() -> Iterator[list[list[int]]]:
    """The ids that travelled upwards."""
    received: list[list[int]] = []

    def listen(purchase_ids: list[int], **_: object) -> None:
        received.append(purchase_ids)

    purchases_recorded.connect(listen)
    yield received
    purchases_recorded.disconnect(listen)


def receipt(boutique: Boutique, at: datetime, *lines: LineInput, **facts: Any) -> Purchase:
    defaults = {"source": "till", "source_ref": "R-1", "kind": "sale", "currency": "EUR"}
    return record_purchase(
        brand=boutique.brand,
        occurred_at=at,
        boutique=boutique,
        lines=lines or [LineInput("TOTE", 1, Decimal("900"))],
        **{**defaults, **facts},
    )


def test_a_receipt_is_kept_to_the_cent(boutique: Boutique, camille: Client, alice: Any, now: datetime) -> None:
    make_product(boutique.brand)

    purchase = receipt(
        boutique,
        now,
        LineInput("TOTE", 1, Decimal("900")),
        LineInput("RIBBON", 3, Decimal("0.335"), "Ribbon by the metre"),
        client=camille,
        advisor=alice,
    )

    lines = PurchaseLine.objects.filter(purchase=purchase).order_by("number")
    assert purchase.total == Decimal("901.01")
    assert list(lines.values_list("number", "sku", "variant__sku", "quantity", "amount", "description")) == [
        (1, "TOTE", "TOTE", 1, Decimal("900.00"), ""),
        (2, "RIBBON", None, 3, Decimal("1.01"), "Ribbon by the metre"),
    ]
    assert (purchase.advisor, purchase.is_repeat) == (alice, False)


def test_the_same_receipt_again_changes_nothing(
    boutique: Boutique, camille: Client, now: datetime, heard: list[list[int]],
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    tote = set_stock(make_product(boutique.brand), boutique, 5)

    with django_capture_on_commit_callbacks(execute=True):
        first = receipt(boutique, now, client=camille)
        again = receipt(boutique, now, LineInput("TOTE", 9, Decimal("1")), client=camille)

    tote.refresh_from_db()
    assert (again.pk, again.is_repeat, again.total) == (first.pk, True, Decimal("900.00"))
    assert tote.quantity == 4
    assert PurchaseLine.objects.count() == 1
    assert heard == [[first.pk]]


def test_stock_never_falls_below_zero(boutique: Boutique, now: datetime) -> None:
    tote = set_stock(make_product(boutique.brand), boutique, 1)

    receipt(boutique, now, LineInput("TOTE", 2, Decimal("900")), LineInput("TOTE", 1, Decimal("900")))

    tote.refresh_from_db()
    assert tote.quantity == 0


def test_a_return_brings_the_piece_back(boutique: Boutique, now: datetime) -> None:
    tote = set_stock(make_product(boutique.brand), boutique, 1)

    purchase = receipt(boutique, now, LineInput("TOTE", -1, Decimal("900")), kind="return")

    tote.refresh_from_db()
    assert (purchase.total, tote.quantity) == (Decimal("-900.00"), 2)


def test_the_stock_of_another_place_stays(boutique: Boutique, other_boutique: Boutique, now: datetime) -> None:
    elsewhere = set_stock(make_product(boutique.brand), other_boutique, 1)

    receipt(boutique, now)

    elsewhere.refresh_from_db()
    assert elsewhere.quantity == 1


def test_the_boutique_knows_whoever_bought_there(boutique: Boutique, now: datetime) -> None:
    client = make_client()

    receipt(boutique, now, client=client)

    assert list(Relationship.objects.filter(client=client).values_list("boutique", "since")) == [(boutique.pk, now)]


def test_a_sale_to_nobody_is_kept(boutique: Boutique, now: datetime) -> None:
    assert receipt(boutique, now).client is None
    assert Relationship.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "lines", "code"),
    [
        ("sale", [], "lines_missing"),
        ("sale", [LineInput("TOTE", 0, Decimal("1"))], "quantity_zero"),
        ("return", [LineInput("TOTE", 1, Decimal("1"))], "return_not_negative"),
    ],
)
def test_a_receipt_that_cannot_be_is_refused_and_nothing_is_kept(
    boutique: Boutique, now: datetime, kind: str, lines: list[LineInput], code: str
) -> None:
    with pytest.raises(PurchaseError) as refusal:
        record_purchase(
            brand=boutique.brand,
            source="till",
            source_ref="R-1",
            kind=kind,
            occurred_at=now,
            currency="EUR",
            lines=lines,
        )

    assert refusal.value.code == code
    assert Purchase.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_receipt_sent_twice_at_once_is_kept_once(boutique: Boutique, now: datetime) -> None:
    set_stock(make_product(boutique.brand), boutique, 9)
    barrier, results = Barrier(4), []

    def send() -> None:
        try:
            barrier.wait(10)
            results.append(receipt(boutique, now).pk)
        finally:
            connection.close()

    threads = [Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert results == [Purchase.objects.get().pk] * 4
    assert Stock.objects.get().quantity == 8
