"""The shop: lists and filters, a piece that is away, the cart and the order."""

import re

import httpx
import pytest
from django.http import QueryDict
from django.test import Client as Browser
from pytest_django import Settings

from clienteling.storefront.shop.filters import toggled
from consent.models import Decision
from crm.models import Client, Identifier, Interaction, Product, Purchase, Segment, StockAlert
from tests.clienteling.storefront.conftest import events_of
from tests.factories import make_product, set_stock

PERSON = {"given_name": "Camille", "family_name": "Laurent", "email": "camille@mail.example"}


def test_a_list_is_viewed_and_then_filtered(browser: Browser, tote: Product, clutch: Product) -> None:
    viewed = browser.get("/shop/products/")
    filtered = browser.get("/shop/products/?tag=gift&in_stock=true")

    assert (events_of(viewed), events_of(filtered)) == (["Product List Viewed"], ["Product List Filtered"])
    assert filtered.context["page_events"][0].properties["filters"] == [
        {"type": "tag", "value": "gift"},
        {"type": "in_stock", "value": "true"},
    ]
    assert [product["code"] for product in filtered.context["products"]] == ["tote"]


def test_a_filter_link_toggles_itself_and_keeps_the_others(browser: Browser, tote: Product) -> None:
    page = browser.get("/shop/products/?tag=gift&colour=black")

    groups = {group.code: group for group in page.context["groups"]}
    assert [(choice.is_on, choice.query) for choice in groups["colour"].choices] == [(True, "tag=gift")]
    assert [choice.query for choice in groups["category"].choices] == ["tag=gift&colour=black&category=bags"]
    assert page.context["gifts_query"] == "colour=black"


def test_a_filter_starts_again_at_the_first_page(browser: Browser) -> None:
    assert toggled(QueryDict("tag=gift&cursor=abc"), "colour", "black") == "tag=gift&colour=black"


def test_a_filter_written_another_way_is_still_switched_off(browser: Browser) -> None:
    assert toggled(QueryDict("in_stock=1&tag=gift"), "in_stock", "true") == "tag=gift"


@pytest.mark.parametrize("price", ["abc", "NaN", "1e99", "-5"])
def test_a_price_that_is_none_filters_nothing(price: str, browser: Browser, tote: Product) -> None:
    page = browser.get("/shop/products/", {"price_max": price})

    assert [product["code"] for product in page.context["products"]] == ["tote"]


def test_a_page_that_does_not_exist_is_said_to(browser: Browser, tote: Product) -> None:
    assert browser.get("/shop/products/?cursor=made-up").status_code == 404


def test_htmx_gets_the_list_alone_with_its_event(browser: Browser, tote: Product) -> None:
    fragment = browser.get("/shop/products/?tag=gift", headers={"HX-Request": "true"}).content.decode()

    assert fragment.lstrip().startswith('<div id="listing"')
    assert fragment.count('data-page-event="Product List Filtered"') == 1
    assert "<html" not in fragment


def test_a_piece_that_is_away_shows_similar_ones_in_stock(browser: Browser, tote: Product, clutch: Product) -> None:
    page = browser.get("/shop/products/clutch/")

    assert [item["product"]["code"] for item in page.context["similar"].items] == ["tote"]
    assert [item["product"]["in_stock"] for item in page.context["similar"].items] == [True]
    assert events_of(page) == ["Product Viewed"]


def test_a_piece_in_stock_asks_for_no_address(browser: Browser, tote: Product) -> None:
    page = browser.get("/shop/products/tote/")

    assert page.context["similar"] is None
    assert "alert-email" not in page.content.decode()


def test_a_wish_goes_to_the_house_and_the_tag_hears_no_address(
    browser: Browser, clutch: Product, gift: Segment
) -> None:
    answer = browser.post("/shop/products/clutch/alert/", {"sku": "CLUTCH", "email": "camille@mail.example"})
    page = browser.get(answer["Location"])

    client = Client.objects.get()
    assert answer["Location"] == "/shop/products/clutch/?sku=CLUTCH#alert"
    assert [member.client for member in gift.members.all()] == [client]
    assert StockAlert.objects.get().tags == ["gift"]
    assert set(client.identifiers.values_list("namespace", flat=True)) == {"email", "anonymous"}
    asked = page.context["page_events"][0]
    assert (asked.name, asked.properties) == ("Back In Stock Requested", {"product_id": "clutch", "sku": "CLUTCH"})
    assert "camille@mail.example" not in page.content.decode()
    assert list(Decision.objects.values_list("purpose__code", flat=True)) == ["stock-alerts"]


def test_the_confirmation_of_a_wish_is_told_once(browser: Browser, clutch: Product) -> None:
    browser.post("/shop/products/clutch/alert/", {"sku": "CLUTCH", "email": "camille@mail.example"})

    first, second = browser.get("/shop/products/clutch/"), browser.get("/shop/products/clutch/")

    assert events_of(first) == ["Back In Stock Requested", "Product Viewed"]
    assert events_of(second) == ["Product Viewed"]


def test_a_second_wish_for_the_same_piece_says_so(browser: Browser, clutch: Product) -> None:
    wish = {"sku": "CLUTCH", "email": "camille@mail.example"}
    browser.post("/shop/products/clutch/alert/", wish)

    fragment = browser.post("/shop/products/clutch/alert/", wish, headers={"HX-Request": "true"})

    assert fragment.context["outcome"] == "already"
    assert StockAlert.objects.count() == 1


@pytest.mark.parametrize("address", ["", "nonsense", "noreply@mail.example"])
def test_an_address_that_is_none_stays_in_the_field(address: str, browser: Browser, clutch: Product) -> None:
    page = browser.post("/shop/products/clutch/alert/", {"sku": "CLUTCH", "email": address})

    assert page.status_code == 422
    assert re.findall(r'name="email"[^>]* value="([^"]*)"', page.content.decode()) == [address]
    assert len(page.context["alert_form"].errors["email"]) == 1
    assert (Client.objects.count(), Identifier.objects.count(), StockAlert.objects.count()) == (0, 0, 0)


def test_an_order_is_one_purchase_with_the_number_the_tag_hears(browser: Browser, tote: Product) -> None:
    browser.post("/shop/products/tote/add/", {"sku": "TOTE"})
    cart = browser.get("/shop/cart/")
    started = browser.get("/shop/checkout/")
    browser.post("/shop/checkout/", {**PERSON, "marketing": "on"})
    thanks = browser.get("/shop/thanks/")

    purchase = Purchase.objects.get()
    assert events_of(cart) == ["Product Added", "Cart Viewed"]
    assert events_of(started) == ["Checkout Started"]
    completed = thanks.context["page_events"][0]
    assert (completed.name, completed.properties["order_id"]) == ("Order Completed", purchase.source_ref)
    assert (str(purchase.total), completed.properties["revenue"]) == ("900.00", 900.0)
    assert purchase.client is not None
    assert purchase.client.name == "Camille Laurent"
    assert Decision.objects.get().purpose.code == "marketing"
    assert browser.get("/shop/cart/").context["cart"].lines == []


def test_an_order_sent_twice_is_one_purchase(browser: Browser, tote: Product) -> None:
    browser.post("/shop/products/tote/add/", {"sku": "TOTE"})
    browser.get("/shop/checkout/")
    session = browser.session
    kept = dict(session.items())
    browser.post("/shop/checkout/", PERSON)
    # The second press of the button, sent before the first was answered.
    session = browser.session
    session.update(kept)
    session.save()

    again = browser.post("/shop/checkout/", PERSON)

    assert again["Location"] == "/shop/thanks/"
    assert Purchase.objects.count() == 1


def test_a_checkout_without_a_name_orders_nothing(browser: Browser, tote: Product) -> None:
    browser.post("/shop/products/tote/add/", {"sku": "TOTE"})

    page = browser.post("/shop/checkout/", {**PERSON, "given_name": ""})

    assert (page.status_code, list(page.context["form"].errors)) == (422, ["given_name"])
    assert (Purchase.objects.count(), Client.objects.count()) == (0, 0)
    assert len(browser.get("/shop/cart/").context["cart"].lines) == 1


def test_marketing_is_never_assumed_at_checkout(browser: Browser, tote: Product) -> None:
    browser.post("/shop/products/tote/add/", {"sku": "TOTE"})
    browser.post("/shop/checkout/", PERSON)

    assert (Purchase.objects.count(), Decision.objects.count()) == (1, 0)


def test_a_piece_that_left_is_said_to_have_left_the_cart(browser: Browser, tote: Product) -> None:
    browser.post("/shop/products/tote/add/", {"sku": "TOTE"})
    set_stock(tote, tote.brand.boutiques.get(), 0)

    cart = browser.get("/shop/cart/").context["cart"]

    assert (cart.lines, cart.gone) == ([], 1)


def test_a_piece_that_is_away_cannot_be_put_into_the_cart(browser: Browser, clutch: Product) -> None:
    answer = browser.post("/shop/products/clutch/add/", {"sku": "CLUTCH"})

    assert answer["Location"] == "/shop/products/clutch/?sku=CLUTCH"
    assert browser.get("/shop/cart/").context["cart_count"] == 0


@pytest.mark.parametrize(
    ("language", "written"), [("en", "€1,250"), ("fr", "1 250 €"), ("it", "1.250 €"), ("zh-hans", "€1,250")]
)
def test_a_price_is_written_as_the_language_does(language: str, written: str, browser: Browser, tote: Product) -> None:
    set_stock(make_product(tote.brand, "trunk", price="1250"), tote.brand.boutiques.get(), 1)
    browser.post("/shop/language/", {"language": language, "next": "/shop/"})

    page = browser.get("/shop/products/trunk/").content.decode()

    spaces = page.replace("\u202f", " ").replace("\xa0", " ").replace("&nbsp;", " ")
    assert re.findall(r'<p class="lead">([^<]*)</p>', spaces) == [written]


def test_the_first_layer_offers_refusal_as_large_as_acceptance(tote: Product) -> None:
    page = Browser().get("/shop/").content.decode()

    assert re.findall(r'<button class="([^"]*)" name="choice" value="([^"]*)"', page) == [
        ("button is-quiet", "refused"),
        ("button is-quiet", "granted"),
    ]


def test_a_choice_without_script_is_kept_in_the_cookie() -> None:
    browser = Browser()

    answer = browser.post("/shop/measurement/", {"choice": "refused", "next": "/shop/cart/"})

    assert (answer["Location"], browser.cookies["clt_consent"].value) == ("/shop/cart/", "refused")
    assert "consent-banner" not in browser.get("/shop/").content.decode()


def test_nothing_on_the_page_is_inline(browser: Browser, tote: Product, clutch: Product) -> None:
    for address in ("/shop/", "/shop/products/", "/shop/products/clutch/", "/shop/cart/", "/app/join/"):
        page = browser.get(address).content.decode()

        assert re.findall(r"<style|<script(?![^>]*\ssrc=)|\sstyle=|\son[a-z]+=", page) == []


def test_a_product_that_is_not_there_is_a_page_of_its_own(browser: Browser) -> None:
    page = browser.get("/shop/products/nothing/")

    assert (page.status_code, page.context["code"]) == (404, "product_unknown")


def test_a_house_that_does_not_answer_is_said_calmly(browser: Browser, settings: Settings) -> None:
    settings.STOREFRONT_API_URL = "http://127.0.0.1:9"

    page = browser.get("/shop/products/")

    assert (page.status_code, page.context["code"]) == (503, "house_silent")


def test_the_pages_of_the_shop_write_no_interaction_by_themselves(browser: Browser, tote: Product) -> None:
    for address in ("/shop/", "/shop/products/", "/shop/products/tote/", "/shop/cart/"):
        browser.get(address)

    assert Interaction.objects.count() == 0


def test_the_same_requests_go_over_the_wire(
    browser: Browser, tote: Product, settings: Settings, live_server: object
) -> None:
    settings.STOREFRONT_API_URL = str(live_server)
    settings.ALLOWED_HOSTS = ["*"]

    page = browser.get("/shop/products/")

    assert [product["code"] for product in page.context["products"]] == ["tote"]
    assert httpx.get(f"{live_server}/api/v1/products/").status_code == 401
