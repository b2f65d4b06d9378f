"""A file of clients leaves the house: the button, the question who it is, the button again, the file."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.cache import cache
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from consent.models import Export
from crm.actions.segment_versions import make_segment
from crm.models import Brand, Client, User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "a long passphrase of Hana"


def test_headquarters_says_again_who_it_is_and_takes_the_file(
    live_server: LiveServer, page: Page, hana: User, brand: Brand, camille: Client
) -> None:
    cache.clear()
    hana.set_password(PASSWORD)
    hana.save(update_fields=["password"])
    segment = make_segment(brand, code="hand", name="By hand", kind="static")
    segment.members.create(client=camille, since=datetime(2026, 3, 1, tzinfo=UTC))
    page.goto(f"{live_server.url}/accounts/login/?next=/segments/AURELLE/hand/")
    page.fill("input[name=login]", hana.email)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")

    page.wait_for_url("**/segments/AURELLE/hand/")
    page.click("text=Export as CSV")
    page.wait_for_url("**/accounts/reauthenticate/**")
    asked = page.url
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/segments/AURELLE/hand/")
    back = page.url
    with page.expect_download() as file:
        page.click("text=Export as CSV")

    assert (asked.split("?")[0], back) == (
        f"{live_server.url}/accounts/reauthenticate/",
        f"{live_server.url}/segments/AURELLE/hand/",
    )
    assert Path(file.value.path()).read_text(encoding="utf-8").splitlines()[1].startswith(camille.uid)
    assert Export.objects.get().rows == 1
