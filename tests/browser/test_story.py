"""The six-step story, in a real browser, on the engines, workers and mail of the demonstration."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.camera import browser_with_camera, film_of
from tests.browser.demo_house import DemoHouse, open_demo_house
from tests.ports import free_port

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]

ADDRESS = "margaux.delatour@story.example"
PASSWORD = "seven pale herons at dusk"
PATIENCE = 60.0


@pytest.fixture(scope="module")
def house(browser: Browser) -> Iterator[DemoHouse]:
    house = open_demo_house(port=free_port(), mail_port=free_port(), clients=400)
    yield house
    house.close()


def _window(browser: Browser, *, phone: bool = False) -> BrowserContext:
    size = {"width": 390, "height": 844} if phone else {"width": 1180, "height": 820}
    return browser.new_context(locale="fr-FR", timezone_id="Europe/Paris", viewport=size)  # type: ignore[arg-type]


def test_the_story_from_the_first_visit_to_the_counter(house: DemoHouse, browser: Browser, tmp_path: Path) -> None:
    web, phone = _window(browser), _window(browser, phone=True)
    sold_out = house.ask("products/", tag="gift", in_stock="false")["results"][0]

    _browse_gifts(web.new_page(), house, sold_out["code"])
    uid = _ask_for_an_alert(web.pages[0], house, sold_out["code"])
    link = _read_the_message(web.new_page(), house)
    seen = _open_an_account(phone.new_page(), house, link, uid)
    _come_back_on_the_web(web.pages[0], house, seen, uid)
    _walk_into_the_boutique(phone.pages[0], browser, house, uid, tmp_path)


def test_an_order_that_shop_and_tag_tell_of_is_one_purchase(house: DemoHouse, browser: Browser) -> None:
    """The checkout records it by the interface, the tag of the next page tells of it once more."""
    page = _window(browser).new_page()
    code = house.ask("products/", in_stock="true")["results"][0]["code"]
    page.goto(f"{house.base}/shop/products/{code}/")
    page.locator("[data-consent] button[value=granted]").click()
    page.goto(f"{house.base}/shop/products/{code}/")
    page.locator("form[action*='/add/'] button").click()
    page.goto(f"{house.base}/shop/checkout/")
    for name, value in (("given_name", "Odile"), ("family_name", "Roux"), ("email", "odile.roux@story.example")):
        page.locator(f"input[name={name}]").fill(value)
    page.locator("main form.stack button.button").click()
    page.wait_for_url(re.compile("/shop/thanks/"))

    _until(lambda: _count_of(house, "Order Completed") == 1)
    _until(lambda: house.rows("SELECT count(*) FROM crm_pendingevent") == [(0,)])
    owner = "(SELECT client_id FROM crm_identifier WHERE namespace = 'email' AND value = 'odile.roux@story.example')"
    bought = house.rows(f"SELECT kind, evidence, order_ref <> '' FROM crm_purchase WHERE client_id = {owner}")
    held = house.rows(f"SELECT count(*) FROM crm_cartitem WHERE quantity > 0 AND client_id = {owner}")
    assert (bought, held) == ([("sale", "record", True)], [(0,)])
    page.context.close()


def _browse_gifts(page: Page, house: DemoHouse, code: str) -> None:
    """Step 1: nothing is kept before the choice; then every view is, in order; what is proposed is in stock."""
    page.goto(f"{house.base}/shop/products/?tag=gift")
    assert [cookie["name"] for cookie in page.context.cookies() if "anonymous" in cookie["name"]] == []
    page.locator("[data-consent] button[value=granted]").click()
    page.goto(f"{house.base}/shop/products/?tag=gift&in_stock=1")
    page.goto(f"{house.base}/shop/products/{code}/")
    near = page.locator(".shop-module").first.locator("a[href*='/shop/products/']")
    expect(near.first).to_be_visible()
    codes = {href.split("/products/")[1].split("/")[0] for href in near.evaluate_all("all => all.map(a => a.href)")}
    assert {code: house.ask(f"products/{code}/")["in_stock"] for code in codes} == dict.fromkeys(codes, True)


def _ask_for_an_alert(page: Page, house: DemoHouse, code: str) -> str:
    """Step 2: the address goes to the CRM; the interaction store holds the bare confirmation, once."""
    page.locator("#alert-email").fill(ADDRESS)
    page.locator("#alert button").click()
    expect(page.locator("#alert form")).to_have_count(0)
    page.goto(f"{house.base}/shop/")
    _until(lambda: _count_of(house, "Back In Stock Requested") == 1)
    planted = "SELECT count(*) FROM crm_interaction WHERE concat(properties, context, name, anonymous_id) ILIKE %s"
    assert house.rows(planted, "%delatour%") == [(0,)]
    views = house.rows(
        "SELECT name FROM crm_interaction WHERE type = 'track' AND anonymous_id = "
        "(SELECT anonymous_id FROM crm_interaction WHERE name = 'Back In Stock Requested') ORDER BY timestamp"
    )
    assert [name for (name,) in views] == [
        "Product List Filtered", "Product List Filtered", "Product Viewed", "Back In Stock Requested",
    ]  # fmt: skip
    segments = house.rows("SELECT c.uid, g.code FROM crm_client c JOIN crm_identifier i ON i.client_id = c.id "
                          "JOIN crm_segmentmember m ON m.client_id = c.id JOIN crm_segment g ON g.id = m.segment_id "
                          "WHERE i.namespace = 'email' AND i.value = %s", ADDRESS)  # fmt: skip
    assert [segment for _, segment in segments] == ["gift"]
    return str(segments[0][0])


def _read_the_message(page: Page, house: DemoHouse) -> str:
    """Step 3: a worker sends "still unavailable" in time, in French, with one-click unsubscribe and signed links."""

    def has_come() -> bool:
        page.goto(f"{house.base}/demo/mail/?to={ADDRESS}")
        return page.locator(".mail-row").count() == 1

    _until(has_come)
    page.locator(".mail-row").click()
    expect(page.locator(".facts")).to_contain_text("/preferences/")
    message = page.frame_locator(".mail-frame")
    expect(message.locator("html")).to_have_attribute("lang", "fr")
    links = page.locator("a.mail-header").evaluate_all("all => all.map(a => a.href)")
    assert [link for link in links if "margaux" in link or "%40" in link or "@" in link] == []
    return next(link for link in links if "/app/hello/" in link)


def _open_an_account(page: Page, house: DemoHouse, link: str, uid: str) -> str:
    """Step 4: the account is the same client, by address and by the link; the device's events join it. Returns a SKU's
    product code that was looked at in the app."""
    page.goto(link)
    page.locator("input[name=email]").fill(ADDRESS)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=given_name]").fill("Margaux")
    page.locator("input[name=family_name]").fill("Delatour")
    page.locator("input[name=profiling]").check()
    page.locator("main form.stack button.button").click()
    page.wait_for_url(re.compile(r"/app/(?!hello|join)"))
    owner = house.rows("SELECT c.uid FROM crm_customeraccount a JOIN crm_client c ON c.id = a.client_id "
                       "WHERE a.email = %s", ADDRESS)  # fmt: skip
    assert owner == [(uid,)]
    choice = page.locator("[data-consent] button[value=granted]")
    if choice.count():
        choice.click()
    page.goto(f"{house.base}/app/for-you/")
    piece = page.locator("a[href*='/app/pieces/']").first
    code = str(piece.get_attribute("href")).split("/pieces/")[1].split("/")[0]
    piece.click()
    page.wait_for_url(re.compile("/app/pieces/"))
    _until(lambda: house.rows("SELECT count(*) > 0 FROM crm_interaction i JOIN crm_client c ON c.id = i.client_id "
                              "JOIN crm_source s ON s.id = i.source_id WHERE c.uid = %s AND s.code = 'aurelle-app' "
                              "AND i.name = 'Product Viewed'", uid) == [(True,)])  # fmt: skip
    return code


def _come_back_on_the_web(page: Page, house: DemoHouse, seen: str, uid: str) -> None:
    """Step 5: the web knows her by its cookie, and shows what she saw in the app."""
    page.goto(f"{house.base}/shop/sign-in/")
    page.locator("input[name=email]").fill(ADDRESS)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button.button").click()
    page.wait_for_url(re.compile(r"/shop/(?!sign-in)"))
    page.goto(f"{house.base}/shop/")
    assert "clt_uid" in {cookie["name"] for cookie in page.context.cookies()}
    expect(page.locator(f"a[href*='/shop/products/{seen}/']").first).to_be_visible()
    web_history = house.rows("SELECT count(*) > 0 FROM crm_interaction i JOIN crm_client c ON c.id = i.client_id "
                             "JOIN crm_source s ON s.id = i.source_id WHERE c.uid = %s AND s.code = 'aurelle-web' "
                             "AND i.name = 'Product List Filtered'", uid)  # fmt: skip
    assert web_history == [(True,)]


def _walk_into_the_boutique(phone: Page, browser: Browser, house: DemoHouse, uid: str, folder: Path) -> None:
    """Step 6: the advisor's camera reads the code; her story opens; My Day says that she is here."""
    film = folder / "counter.mjpeg"
    tablet = browser_with_camera(browser, film)
    advisor = tablet.new_context(viewport={"width": 1180, "height": 820}, permissions=["camera"]).new_page()
    alice = house.login("alice")
    advisor.goto(f"{house.base}/check-in/")
    advisor.locator("#id_login").fill(alice["email"])
    advisor.locator("#id_password").fill(alice["password"])
    advisor.locator("form button.button").click()
    advisor.wait_for_url(re.compile("/check-in/"))
    phone.goto(f"{house.base}/app/")
    film_of(phone.locator("#code svg").screenshot(), film)
    advisor.goto(f"{house.base}/check-in/")
    advisor.wait_for_url(re.compile(f"/clients/{uid}/"), timeout=30_000)
    for fact in (ADDRESS, uid, "Gift", "Margaux Delatour"):
        expect(advisor.locator("main")).to_contain_text(fact)
    advisor.goto(f"{house.base}/my-day/")
    expect(advisor.locator("main")).to_contain_text("Margaux Delatour")
    visits = house.rows("SELECT method FROM clienteling_visit v JOIN crm_client c ON c.id = v.client_id "
                        "WHERE c.uid = %s AND left_at IS NULL", uid)  # fmt: skip
    assert visits == [("qr",)]
    tablet.close()


def _count_of(house: DemoHouse, name: str) -> int:
    return int(house.rows("SELECT count(*) FROM crm_interaction WHERE name = %s", name)[0][0])


def _until(is_so: "object") -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():  # type: ignore[operator]
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.3)
