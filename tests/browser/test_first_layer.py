"""The shop's question about measuring, in a real browser: nothing before the answer, and two answers of one weight."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page
from pytest_django import Settings

from consent.models import Decision
from crm.api.keys import issue_api_key
from crm.models import Boutique, Brand, Interaction
from tests.clienteling.api.conftest import SCOPES
from tests.factories import make_boutique, make_product, make_source, set_stock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def shop(settings: Settings, brand: Brand) -> Boutique:
    online = make_boutique(brand, "aurelle-online", name="Online", kind="online")
    settings.STOREFRONT_API_KEY = issue_api_key("shop", brand=brand, scopes=SCOPES)[1]
    settings.STOREFRONT_WRITE_KEY = make_source(brand, "aurelle-web").write_key
    set_stock(make_product(brand, "tote"), online, 3)
    return online


def tag_cookies(visitor: BrowserContext) -> list[str]:
    """Without the token that protects forms, which says nothing of the visitor."""
    return [cookie["name"] for cookie in visitor.cookies() if cookie["name"] != "csrftoken"]


def test_nothing_is_kept_or_sent_before_the_choice(page: Page, visitor: BrowserContext, live_server: Any) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.method} {request.url}"))

    for path in ("/shop/", "/shop/products/"):
        page.goto(live_server.url + path, wait_until="networkidle")
    page.wait_for_timeout(700)

    kept = page.evaluate("[localStorage.length, sessionStorage.length]")
    elsewhere = [each for each in sent if not each.startswith(f"GET {live_server.url}/")]
    told = [each for each in sent if "/v1/" in each and "tag.js" not in each]
    assert (tag_cookies(visitor), kept, elsewhere, told) == ([], [0, 0], [], [])
    assert (Interaction.objects.count(), Decision.objects.count()) == (0, 0)


def test_the_two_answers_are_the_same_button_twice(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/shop/", wait_until="networkidle")
    look = """(button) => { const style = getComputedStyle(button), box = button.getBoundingClientRect();
      return [style.backgroundColor, style.color, style.fontSize, style.fontWeight, style.borderColor,
              box.height, box.top, button.tabIndex]; }"""

    buttons = page.locator("[data-consent] button")
    looks = [buttons.nth(number).evaluate(look) for number in range(buttons.count())]

    assert [buttons.nth(number).get_attribute("value") for number in range(2)] == ["refused", "granted"]
    assert (len(looks), looks[0]) == (2, looks[1])


def test_a_refusal_is_one_click_and_leaves_its_own_memory_alone(
    page: Page, visitor: BrowserContext, live_server: Any
) -> None:
    page.goto(f"{live_server.url}/shop/", wait_until="networkidle")

    page.click("[data-consent] button[value=refused]")
    page.goto(f"{live_server.url}/shop/products/", wait_until="networkidle")
    page.wait_for_timeout(500)

    assert tag_cookies(visitor) == ["clt_consent"]
    assert (page.evaluate("localStorage.length"), page.locator("[data-consent]").count()) == (0, 0)
    assert Interaction.objects.count() == 0
