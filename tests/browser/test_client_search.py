"""Looking for a client on a phone: found as one types, and still found on the way back."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from crm.models import Boutique, Client, User
from tests.browser.log_in import log_in
from tests.factories import make_known_client

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_what_is_typed_finds_and_stays_out_of_the_address_bar(
    page: Page, visitor: BrowserContext, live_server: LiveServer, alice: User, camille: Client, boutique: Boutique
) -> None:
    make_known_client(boutique, "Dora", family_name="Neri", advisor=alice)
    log_in(visitor, live_server, alice)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/clients/")
    rows = page.locator(".client-row .name")
    expect(rows).to_have_count(2)

    page.locator("#q").press_sequentially("laur", delay=30)
    expect(rows).to_have_text(["Camille Laurent"])
    expect(page).to_have_url(f"{live_server.url}/clients/?found=1")

    rows.first.click()
    expect(page.get_by_role("heading", level=1, name="Camille Laurent")).to_be_visible()
    expect(page).to_have_url(f"{live_server.url}/clients/{camille.uid}/?found=1")

    page.locator(".client-back").click()
    expect(rows).to_have_text(["Camille Laurent"])
    expect(page.locator("#q")).to_have_value("laur")
