"""The client's own page in a telephone's browser that keeps nothing at all, in each language."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from clienteling.lib.tokens import sign_link
from consent.actions.decide import record_decision
from consent.models import Decision, SubjectRequest
from consent.queries.permission import may_contact
from consent.queries.questions import question_reference
from consent.views.links import preference_token
from consent.views.words import words_in
from crm.api.keys import issue_api_key
from crm.models import Boutique, Brand, Client, StockAlert
from tests.browser.conftest import FLAGS, chromium_path
from tests.clienteling.api.conftest import SCOPES
from tests.factories import allow_contact, make_product

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LANGUAGES = ["en", "fr", "it", "zh-hans"]
# What "Block all cookies" in Chromium's settings writes.
_BLOCKED = {"profile": {"default_content_setting_values": {"cookies": 2}}}


@pytest.fixture
def telephone(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """Keeps no cookie and sends none: a profile of its own, whose settings say so."""
    (tmp_path / "Default").mkdir()
    (tmp_path / "Default" / "Preferences").write_text(json.dumps(_BLOCKED), encoding="utf-8")
    context = browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=chromium_path(), args=FLAGS, viewport={"width": 390, "height": 844},
        has_touch=True, is_mobile=True, device_scale_factor=2,
    )  # fmt: skip
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield page
    context.close()


@pytest.fixture(params=LANGUAGES)
def language(request: Any, camille: Client) -> str:
    camille.language = request.param
    camille.save(update_fields=["language"])
    return str(request.param)


def reason(client: Client, brand: Brand) -> str:
    return may_contact(client, purpose="marketing", channel="email", brand=brand, at=timezone.now()).reason


def test_every_choice_behind_the_links_is_kept(
    telephone: Page, live_server: Any, camille: Client, brand: Brand, language: str
) -> None:
    words, home = words_in(language), f"{live_server.url}/preferences"
    here = f"{home}/{preference_token(camille, brand)}/"
    asked = record_decision(
        camille, brand=brand, purpose="marketing", channel="email", contact="camille@mail.example", status="pending",
        method="web_form", language=language, at=timezone.now(),
    )  # fmt: skip

    telephone.goto(f"{home}/confirm/{sign_link('confirm', {'question': question_reference(asked)})}/")
    telephone.get_by_role("button", name=words["confirm"]).click()
    expect(telephone.get_by_role("status")).to_contain_text(words["confirmed"])
    assert reason(camille, brand) == "allowed"

    telephone.goto(here)
    telephone.get_by_role("button", name=words["pause_30"]).click()
    expect(telephone.get_by_role("button", name=words["resume"])).to_be_visible()
    assert reason(camille, brand) == "paused"

    telephone.get_by_role("button", name=f"{words['stop']}: {words['marketing']} {words['email']}").click()
    expect(
        telephone.get_by_role("button", name=f"{words['allow']}: {words['marketing']} {words['email']}")
    ).to_be_visible()
    assert reason(camille, brand) == "suppressed"

    telephone.goto(f"{here}rights/")
    telephone.get_by_role("button", name=words["ask_marketing"]).click()
    expect(telephone.get_by_role("heading", level=1)).to_have_text(words["objection_marketing"])
    assert SubjectRequest.objects.get().state == "done"
    assert telephone.context.cookies() == []


def test_all_is_stopped_by_one_touch(
    telephone: Page, live_server: Any, camille: Client, brand: Brand, language: str
) -> None:
    allow_contact(camille, brand)

    telephone.goto(f"{live_server.url}/preferences/{preference_token(camille, brand)}/")
    telephone.get_by_role("button", name=words_in(language)["stop_all"]).click()

    expect(telephone.get_by_role("status")).to_contain_text(words_in(language)["stopped"])
    assert (reason(camille, brand), Decision.objects.latest("pk").status) == ("suppressed", "withdrawn")


def test_a_wish_that_needs_a_cookie_is_not_lost_in_silence(
    telephone: Page, live_server: Any, settings: Any, online: Boutique
) -> None:
    """The form is sent by htmx, which shows nothing of what is refused unless it is told to."""
    settings.STOREFRONT_API_KEY = issue_api_key("shop", brand=online.brand, scopes=SCOPES)[1]
    make_product(online.brand, "clutch")

    telephone.goto(f"{live_server.url}/shop/products/clutch/")
    telephone.fill("#alert-email", "camille@mail.example")
    telephone.press("#alert-email", "Enter")

    expect(telephone.get_by_text("cookies_missing")).to_be_visible()
    expect(telephone.get_by_role("main")).to_have_count(1)
    assert StockAlert.objects.count() == 0


@pytest.mark.parametrize("place", ["shop", "app"])
def test_where_a_log_in_needs_a_cookie_the_page_says_so(
    telephone: Page, live_server: Any, settings: Any, brand: Brand, place: str
) -> None:
    """And so these browsers keep none indeed."""
    settings.STOREFRONT_API_KEY = issue_api_key("shop", brand=brand, scopes=SCOPES)[1]
    here = f"{live_server.url}/{place}/sign-in/"

    telephone.goto(here)
    telephone.fill("main [name=email]", "camille@mail.example")
    telephone.fill("main [name=password]", "a-long-one-of-Camille")
    telephone.press("main [name=password]", "Enter")

    expect(telephone.get_by_text("cookies_missing")).to_be_visible()
    expect(telephone.get_by_role("main").get_by_role("link")).to_have_attribute("href", here)
    assert telephone.context.cookies() == []
