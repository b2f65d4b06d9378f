"""Two machines at once, and one that dies half-way: one purchase, nothing lost."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from crm.actions.purchases import LineInput, record_purchase
from crm.ingest.ecommerce.deriving import derive_pending
from crm.ingest.ecommerce.pending import LEASE, MOST_ATTEMPTS, claim
from crm.models import Boutique, Brand, CartItem, Client, Interaction, PendingEvent, Purchase, Source
from tests.crm.ingest.ecommerce.sending import START, cart, event, order, purchases, reasons, refund
from tests.crm.ingest.sending import send
from tests.factories import make_boutique, make_brand, make_client, make_source


def at_once(*works: Callable[[], object]) -> None:
    barrier, failures = Barrier(len(works)), list[BaseException]()

    def run(work: Callable[[], object]) -> None:
        try:
            barrier.wait(10)
            work()
        except BaseException as error:  # noqa: BLE001  # told to the test, which fails by it
            failures.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def derive() -> None:
    derive_pending(seconds=10)


@pytest.fixture
def shop(transactional_db: None) -> Source:
    return make_source(make_brand("AURELLE"), "aurelle-web")


def record(boutique: Boutique, source_ref: str, client: Client | None = None) -> Purchase:
    return record_purchase(
        brand=boutique.brand, source="erp", source_ref=source_ref, kind="sale", occurred_at=START, currency="EUR",
        lines=[LineInput("TOTE", 1, Decimal(900))], boutique=boutique, order_ref="W-1",
        client=client,
    )  # fmt: skip


def test_one_order_told_by_four_at_once_is_one_purchase(shop: Source) -> None:
    boutique = make_boutique(shop.brand, "online", kind="online")
    send(shop, order(), order(), order("Order Updated", minute=1))

    at_once(derive, derive, lambda: record(boutique, "E-1"), lambda: record(boutique, "E-2"))

    assert purchases() == [("sale", "W-1", "900.00", "record")]
    assert PendingEvent.objects.count() == 0


def test_refunds_at_once_never_bring_back_more_than_was_bought(shop: Source) -> None:
    one = {"products": [{"sku": "TOTE", "quantity": 1}]}
    send(shop, order(), *(refund(**one) for _ in range(6)))

    at_once(derive, derive, derive)
    derive()

    assert [total for _, _, total, _ in purchases()] == ["900.00", "-900.00"]
    assert {code for code, _ in reasons()} == {"refund_exceeds_order"}


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker takes so few events at a time that three of them share those of one cart."""
    monkeypatch.setattr("crm.ingest.ecommerce.deriving.LISTS_AT_ONCE", 2)


@pytest.mark.usefixtures("few")
def test_carts_told_at_once_by_three_workers_hold_the_last_word(shop: Source) -> None:
    camille = make_client()
    send(shop, *(event("Cart Viewed", minute=n, client=camille, products=[{"sku": f"S-{n}"}]) for n in range(20)))

    at_once(derive, derive, derive)

    assert (cart(), CartItem.objects.filter(changed_at__gt=START + timedelta(minutes=19)).count()) == ({"S-19": 1}, 0)


@pytest.mark.usefixtures("few")
def test_pieces_added_at_once_to_an_empty_cart_are_added_up(shop: Source) -> None:
    camille = make_client()
    send(shop, *(event("Product Added", minute=n, client=camille, sku=f"S-{n % 5}") for n in range(20)))

    at_once(derive, derive, derive)

    assert sorted(cart()) == ["S-0", "S-1", "S-2", "S-3", "S-4"]


def test_a_piece_bought_while_it_is_put_in_the_cart_is_not_in_it(shop: Source) -> None:
    boutique = make_boutique(shop.brand, "online", kind="online")
    camille = make_client()
    send(shop, event("Product Added", minute=-5, client=camille, sku="TOTE"))

    at_once(derive, lambda: record(boutique, "E-1", client=camille))

    assert cart() == {}


@pytest.fixture
def claimed(website: Source, camille: Client) -> Iterator[Source]:
    """An order and a cart that a worker claimed before it died."""
    send(website, order(client=camille), event("Product Added", minute=-5, client=camille, sku="BELT"))
    for is_order in (True, False):
        assert len(claim(is_order=is_order, most=10, now=timezone.now())) == 1
    yield website


def later() -> None:
    """A minute passes."""
    for row in PendingEvent.objects.all():
        row.due_at -= LEASE
        row.save()


@pytest.mark.django_db
def test_what_a_dead_worker_claimed_is_done_by_another(claimed: Source) -> None:
    derive()
    before = (Purchase.objects.count(), cart())
    later()
    derive()

    assert (before, Purchase.objects.count(), cart()) == ((0, {}), 1, {"BELT": 1})


@pytest.mark.django_db
def test_an_event_that_fails_again_and_again_holds_up_no_other(claimed: Source) -> None:
    PendingEvent.objects.filter(is_order=True).update(attempts=MOST_ATTEMPTS)
    later()

    derive()

    assert ([code for code, _ in reasons()], cart()) == (["derivation_failed"], {"BELT": 1})


@pytest.mark.django_db
def test_what_is_written_without_ingest_is_derived_too(source: Source, brand: Brand, camille: Client) -> None:
    """An import writes interactions by COPY: the database notes them all the same."""
    Interaction.objects.create(
        id="018e2f5c-0000-7000-8000-000000000001", message_id="imported-1", source=source, type="track",
        name="Order Completed", client=camille, timestamp=START, received_at=timezone.now(),
        properties={"order_id": "W-9", "products": [{"sku": "TOTE", "price": 900}]},
    )  # fmt: skip

    derive()

    assert purchases() == [("sale", "W-9", "900.00", "event")]
