"""Carts and wish lists told by events, in whatever order they arrive."""

from datetime import timedelta
from decimal import Decimal
from itertools import permutations

import pytest

from crm.actions.purchases import LineInput, record_purchase
from crm.ingest.ecommerce.lists import CART_LASTS
from crm.models import Brand, CartItem, Client, PendingEvent, Source, Wish
from tests.crm.ingest.ecommerce.sending import START, TOTE, cart, event, order, tell, wishes
from tests.factories import make_product, make_source

pytestmark = pytest.mark.django_db


def test_what_is_put_in_the_cart_is_in_it(website: Source, camille: Client) -> None:
    tote = make_product(website.brand, "tote")

    added = {"sku": "TOTE", "price": 900}
    tell(website, event("Product Added", client=camille, **added), event("Product Added", minute=1, **added))
    tell(website, event("Product Added", minute=2, client=camille, sku="SCARF", quantity=3))

    held = CartItem.objects.order_by("sku").values_list("client", "brand", "sku", "variant", "quantity", "source")
    key = (camille.pk, website.brand_id)
    assert list(held) == [
        (*key, "SCARF", None, 3, "aurelle-web"),
        (*key, "TOTE", tote.variants.get().pk, 2, "aurelle-web"),
    ]


def test_what_is_taken_out_is_no_longer_in_it(website: Source, camille: Client) -> None:
    tell(website, event("Product Added", client=camille, sku="TOTE", quantity=3))

    tell(website, event("Product Removed", minute=1, client=camille, sku="TOTE", quantity=1))
    one_less = cart()
    tell(website, event("Product Removed", minute=2, client=camille, sku="TOTE"))

    assert (one_less, cart()) == ({"TOTE": 2}, {})


@pytest.mark.parametrize("together", [True, False], ids=["in_one_batch", "one_by_one"])
@pytest.mark.parametrize("order_of", list(permutations(range(3))), ids=str)
def test_the_last_word_on_a_wish_holds(
    website: Source, camille: Client, order_of: tuple[int, ...], together: bool
) -> None:
    said = ["Product Added to Wishlist", "Product Removed from Wishlist", "Product Added to Wishlist"]
    events = [event(name, minute=minute, client=camille, sku="TOTE") for minute, name in enumerate(said)]
    arriving = [events[index] for index in order_of]

    for batch in [arriving] if together else [[each] for each in arriving]:
        tell(website, *batch)

    assert (wishes(), Wish.objects.get().changed_at) == (["TOTE"], START + timedelta(minutes=2))


def test_an_older_event_after_a_newer_one_changes_nothing(website: Source, camille: Client) -> None:
    tell(website, event("Product Removed", minute=5, client=camille, sku="TOTE"))
    tell(website, event("Product Removed from Wishlist", minute=5, client=camille, sku="TOTE"))

    tell(website, event("Product Added", minute=4, client=camille, sku="TOTE"))
    tell(website, event("Product Added to Wishlist", minute=4, client=camille, sku="TOTE"))

    assert (cart(), wishes()) == ({}, [])


def test_a_whole_cart_says_what_is_not_in_it(website: Source, camille: Client) -> None:
    tell(website, event("Product Added", client=camille, sku="SCARF"))

    tell(website, event("Cart Viewed", minute=1, client=camille, products=[TOTE]))
    viewed = cart()
    tell(website, event("Checkout Started", minute=2, client=camille, order_id="W-1"))
    tell(website, event("Cart Viewed", minute=3, client=camille, products=[]))

    assert (viewed, cart()) == ({"TOTE": 1}, {})


@pytest.mark.parametrize("together", [True, False], ids=["in_one_batch", "one_by_one"])
@pytest.mark.parametrize("order_of", list(permutations(range(4))), ids=str)
def test_the_last_whole_cart_and_what_came_after_it_hold(
    website: Source, camille: Client, order_of: tuple[int, ...], together: bool
) -> None:
    events = [
        event("Cart Viewed", minute=1, client=camille, products=[TOTE]),
        event("Product Added", minute=2, client=camille, sku="BELT"),
        event("Cart Viewed", minute=3, client=camille, products=[{"sku": "SCARF"}]),
        event("Product Added", minute=4, client=camille, sku="CLUTCH"),
    ]
    arriving = [events[index] for index in order_of]

    for batch in [arriving] if together else [[each] for each in arriving]:
        tell(website, *batch)

    assert cart() == {"SCARF": 1, "CLUTCH": 1}


def test_a_wish_put_in_the_cart_is_in_both(website: Source, camille: Client) -> None:
    tell(website, event("Product Added to Wishlist", client=camille, sku="TOTE"))
    tell(website, event("Wishlist Product Added to Cart", minute=1, client=camille, sku="TOTE"))

    assert (cart(), wishes()) == ({"TOTE": 1}, ["TOTE"])


def test_what_a_visitor_wished_is_the_clients_once_they_are_known(website: Source, camille: Client) -> None:
    tell(website, event("Product Added to Wishlist", sku="TOTE"), event("Product Added", sku="SCARF"))
    nobodys = (Wish.objects.count(), CartItem.objects.count(), PendingEvent.objects.count())

    tell(website, event("Product Viewed", minute=5, client=camille, sku="TOTE"))

    assert nobodys == (0, 0, 0)
    assert (wishes(), cart()) == (["TOTE"], {"SCARF": 1})
    assert Wish.objects.get().client == camille


@pytest.mark.parametrize("is_order_first", [True, False], ids=["order_first", "cart_first"])
def test_a_purchase_empties_the_cart_of_what_was_bought(website: Source, camille: Client, is_order_first: bool) -> None:
    added = [
        event("Product Added", minute=minute, client=camille, sku=sku) for minute, sku in ((1, "TOTE"), (2, "SCARF"))
    ]
    later = event("Product Added", minute=9, client=camille, sku="BELT")
    bought = order(minute=5, client=camille)

    for batch in [[bought], added] if is_order_first else [added, [bought]]:
        tell(website, *batch)
    tell(website, later)

    assert cart() == {"SCARF": 1, "BELT": 1}


def test_a_purchase_in_the_boutique_empties_the_cart_too(website: Source, camille: Client) -> None:
    tell(website, event("Product Added", client=camille, sku="TOTE"))

    record_purchase(
        brand=website.brand, source="till", source_ref="R-1", kind="sale", occurred_at=START + timedelta(hours=1),
        currency="EUR", lines=[LineInput("TOTE", 1, Decimal(900))], client=camille,
    )  # fmt: skip

    assert cart() == {}


def test_a_cart_of_long_ago_is_history(website: Source, camille: Client) -> None:
    long_ago = -int(CART_LASTS / timedelta(minutes=1))

    tell(website, event("Product Added", minute=long_ago, client=camille, sku="TOTE"))
    tell(website, event("Product Added to Wishlist", minute=long_ago, client=camille, sku="TOTE"))

    assert (cart(), wishes()) == ({}, ["TOTE"])


def test_a_product_that_has_one_variant_is_that_variant(website: Source, brand: Brand, camille: Client) -> None:
    make_product(brand, "tote")

    tell(website, event("Product Added", client=camille, product_id="tote"))

    assert cart() == {"TOTE": 1}


def test_events_of_two_sources_are_kept_apart_by_brand(website: Source, other_brand: Brand, camille: Client) -> None:
    sister = make_source(other_brand, "sorane-web")
    tell(website, event("Product Added", client=camille, sku="TOTE"))
    tell(sister, event("Cart Viewed", minute=1, client=camille, products=[]))

    assert cart() == {"TOTE": 1}
