"""The tag, in a real browser, against a real server."""

from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from crm.models import Brand, Interaction, Source
from tests.browser.conftest import until
from tests.factories import make_source

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.browser.tagged_site"),
]

STORED_EVENTS = "Object.keys(localStorage).filter((key) => key.startsWith('clt_event:')).length"


@pytest.fixture(autouse=True)
def website(brand: Brand) -> Source:
    return make_source(brand, "aurelle-web")


def open_page(page: Page, live_server: Any, path: str = "/gifts") -> None:
    page.goto(live_server.url + path)
    until(page, "Boolean(window.clienteling && window.clienteling.track)")


def grant(page: Page) -> None:
    page.evaluate("clienteling.consent('granted')")


def settle(page: Page) -> None:
    """Wait until the server has acknowledged every event."""
    page.evaluate("clienteling.flush()")
    until(page, f"{STORED_EVENTS} === 0")


def tag_cookies(visitor: BrowserContext) -> list[str]:
    """The names of the tag's cookies; forms of the product have one of their own."""
    return [cookie["name"] for cookie in visitor.cookies() if cookie["name"].startswith("clt_")]


def names() -> list[str]:
    return [row.name or row.type for row in Interaction.objects.order_by("timestamp", "id")]


def test_before_consent_nothing_is_stored_and_nothing_is_sent(
    page: Page, visitor: BrowserContext, live_server: Any
) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url.removeprefix(live_server.url)))

    open_page(page, live_server)
    page.evaluate("clienteling.track('Product List Filtered')")
    page.wait_for_timeout(700)

    assert requests == ["/gifts", "/v1/tag.js"]
    assert page.evaluate("[localStorage.length, sessionStorage.length, clienteling.anonymousId()]") == [0, 0, ""]
    assert tag_cookies(visitor) == []


def test_a_refusal_drops_what_was_held_and_is_remembered(page: Page, visitor: BrowserContext, live_server: Any) -> None:
    open_page(page, live_server)
    page.evaluate("clienteling.track('Product List Filtered'), clienteling.consent('refused')")
    open_page(page, live_server)
    page.evaluate("clienteling.track('Product Viewed')")
    page.wait_for_timeout(700)

    assert (page.evaluate("clienteling.consent()"), Interaction.objects.count()) == ("refused", 0)
    assert tag_cookies(visitor) == ["clt_consent"]


def test_consent_sends_what_was_held_in_order_under_the_id_that_the_server_set(
    page: Page, visitor: BrowserContext, live_server: Any
) -> None:
    open_page(page, live_server)
    page.evaluate("clienteling.track('Product List Filtered', {filters: [{type: 'colour', value: 'cognac'}]})")
    grant(page)
    page.evaluate("clienteling.track('Product Viewed', {sku: 'AUR-BAG-1'})")
    settle(page)

    assert names() == ["page", "Product List Filtered", "Product Viewed"]
    ids = {row.anonymous_id for row in Interaction.objects.all()}
    cookie = next(each for each in visitor.cookies() if each["name"] == "clt_anonymous_id")
    assert (ids, cookie["sameSite"]) == ({cookie["value"]}, "Lax")
    first = Interaction.objects.order_by("timestamp").first()
    assert first is not None
    assert first.properties == {
        "path": "/gifts", "url": f"{live_server.url}/gifts", "search": "", "title": "Gifts", "referrer": "",
    }  # fmt: skip


def test_withdrawing_consent_forgets_the_visitor(page: Page, visitor: BrowserContext, live_server: Any) -> None:
    open_page(page, live_server)
    grant(page)
    settle(page)

    page.evaluate("clienteling.track('Product Viewed'), clienteling.consent('refused')")
    page.wait_for_timeout(700)

    assert names() == ["page"]
    assert tag_cookies(visitor) == ["clt_consent"]
    assert page.evaluate("[localStorage.length, clienteling.anonymousId()]") == [0, ""]


def test_global_privacy_control_is_a_refusal_until_the_person_chooses(browser: Browser, live_server: Any) -> None:
    context = browser.new_context(extra_http_headers={"Sec-GPC": "1"})
    context.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', {value: true})")
    page = context.new_page()

    open_page(page, live_server)
    page.evaluate("clienteling.track('Passive')")
    assert page.evaluate("clienteling.consent()") == "refused"
    grant(page)
    page.evaluate("clienteling.track('Chosen')")
    settle(page)
    context.close()

    assert names() == ["Chosen"]


def test_a_marked_element_is_tracked_when_clicked(page: Page, live_server: Any) -> None:
    open_page(page, live_server)
    grant(page)

    page.get_by_text("Add to bag").click()
    settle(page)

    row = Interaction.objects.get(type="track")
    assert (row.name, row.properties) == ("Product Added", {"sku": "AUR-BAG-1"})


def test_an_address_never_enters_the_browsers_storage(page: Page, live_server: Any) -> None:
    open_page(page, live_server, "/gifts?q=camille@mail.example")
    page.route("**/v1/*", lambda route: route.abort())
    grant(page)
    page.evaluate("clienteling.track('Alert', {email: 'camille@mail.example', note: 'to camille%40mail.example'})")
    page.evaluate("clienteling.identify('', {email: 'camille@mail.example'})")

    stored = page.evaluate("JSON.stringify(Object.values(localStorage))")
    # Else the page would send it as it closes, and the server perhaps take it in the next test.
    page.evaluate("clienteling.consent('refused')")
    assert (stored.count("Alert"), stored.count("camille")) == (1, 0)


def test_identify_makes_the_visitors_events_the_clients(page: Page, live_server: Any) -> None:
    open_page(page, live_server)
    grant(page)
    page.evaluate("clienteling.identify(undefined, {email: 'camille@mail.example'})")
    settle(page)

    clients = set(Interaction.objects.values_list("client", flat=True))
    assert (len(clients), None in clients) == (1, False)


def test_after_a_reset_somebody_else_is_there(page: Page, live_server: Any) -> None:
    open_page(page, live_server)
    grant(page)
    before = page.evaluate("clienteling.anonymousId()")

    page.evaluate("clienteling.reset()")

    after = page.evaluate("clienteling.anonymousId()")
    settle(page)
    assert (len(after), after != before) == (36, True)


def test_what_the_server_did_not_take_is_sent_again_until_it_does(page: Page, live_server: Any) -> None:
    open_page(page, live_server)
    answers = iter(["abort", 503, 429])

    def refuse_thrice(route: Any) -> None:
        answer = next(answers, None)
        if answer is None:
            route.continue_()
        elif answer == "abort":
            route.abort()
        else:
            route.fulfill(status=answer, headers={"Retry-After": "1"}, body="")

    page.route("**/v1/batch", refuse_thrice)
    grant(page)
    page.evaluate("clienteling.track('Product Viewed')")
    until(page, f"{STORED_EVENTS} === 0", seconds=20)

    assert (names(), next(answers, "all used")) == (["page", "Product Viewed"], "all used")


def test_a_clock_years_off_does_not_disturb_the_order(browser: Browser, live_server: Any) -> None:
    context = browser.new_context()
    context.add_init_script("const now = Date.now; Date.now = () => now() - 10 * 365 * 86400e3;")
    page = context.new_page()
    open_page(page, live_server)
    grant(page)
    for number in range(5):
        page.evaluate(f"clienteling.track('Step {number}')")
        settle(page)
    context.close()

    assert names() == ["page", *(f"Step {number}" for number in range(5))]
    assert {row.timestamp.year for row in Interaction.objects.all()} == {
        row.received_at.year for row in Interaction.objects.all()
    }


def test_a_hundred_closed_pages_lose_nothing_and_send_nothing_twice(visitor: BrowserContext, live_server: Any) -> None:
    first = visitor.new_page()
    open_page(first, live_server)
    grant(first)
    settle(first)
    Interaction.objects.all().delete()
    first.close()

    page = visitor.new_page()
    for number in range(100):
        open_page(page, live_server)
        page.evaluate(f"clienteling.track('First {number}'), clienteling.track('Second {number}')")
        page = leave(page, number)
    open_page(page, live_server, "/next")
    settle(page)

    tracked = [row.name for row in Interaction.objects.filter(type="track").order_by("timestamp", "id")]
    assert tracked == [f"{which} {number}" for number in range(100) for which in ("First", "Second")]
    sequences = [row.context["sequence"] for row in Interaction.objects.order_by("timestamp", "id")]
    assert sequences == sorted(set(sequences))


def leave(page: Page, number: int) -> Page:
    """Leave the page in one of the ways in which people do, and return the window of the next: the tab is closed
    at once, the tab is closed and may say goodbye, or the same tab goes elsewhere."""
    if number % 3 == 2:
        return page
    page.close(run_before_unload=number % 3 == 1)
    return page.context.new_page()


def test_the_last_page_before_the_browser_closes_sends_what_it_holds(browser: Browser, live_server: Any) -> None:
    context = browser.new_context()
    page = context.new_page()
    open_page(page, live_server)
    grant(page)
    settle(page)

    with page.expect_request("**/v1/batch"):
        page.evaluate("clienteling.track('Last'), dispatchEvent(new Event('pagehide'))")
    until(page, f"{STORED_EVENTS} === 0")
    context.close()

    assert names() == ["page", "Last"]
