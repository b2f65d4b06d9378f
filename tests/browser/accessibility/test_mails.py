"""The mails to clients as a mail program shows them: on light and on dark paper, on a telephone and in a window."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

from consent.models import Decision
from consent.rights.identity import ask_for_code
from consent.rights.requests import open_request
from crm.identity.new_address import NewAddress, sealed_address
from crm.models import Brand, Client, Variant
from journeys.content.render import Rendered, render_message
from journeys.models import Send
from tests.browser.accessibility.axe import bring, found_by_axe
from tests.browser.accessibility.house import Names

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("accessibility")]
TEMPLATES = (
    "consent-confirmation", "identity-code", "new-address", "request-news", "second-purchase-1", "still-unavailable",
)  # fmt: skip
LANGUAGES = [code for code, _ in settings.LANGUAGES]
RULES = ("color-contrast", "document-title", "html-has-lang", "html-lang-valid", "image-alt", "link-name", "valid-lang")
WIDTHS = (390, 700)
TOO_WIDE = "document.documentElement.scrollWidth - innerWidth"
COLUMNS = "new Set([...document.querySelectorAll('.product')].map((each) => each.getBoundingClientRect().left)).size"
WORDS = "[...document.querySelectorAll('p')].map((each) => each.textContent)"


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[Page]:
    """A mail program that fetches no pictures."""
    context = browser.new_context()
    context.route("**/pictures/**", lambda route: route.abort())
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_is_read_on_any_paper_and_at_any_width(house: Names, reader: Page, template: str, language: str) -> None:
    reader.set_content(mail(template, language).html)
    bring(reader)

    wrong = [each for width in WIDTHS for paper in ("light", "dark") for each in _found(reader, width, paper)]

    assert wrong == []
    assert reader.evaluate("document.querySelector('table').lang") == reader.evaluate("document.documentElement.lang")
    reader.set_viewport_size({"width": 390, "height": 800})
    assert reader.evaluate(COLUMNS) <= 1


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_plain_part_says_what_the_other_says(house: Names, reader: Page, template: str, language: str) -> None:
    rendered = mail(template, language)
    reader.set_content(rendered.html)
    plain = _one_line(rendered.text)

    assert [words for each in reader.evaluate(WORDS) if (words := _one_line(each)) not in plain] == []


def mail(template: str, language: str) -> Rendered:
    """As it would go to Camille now."""
    camille = Client.objects.get(identifiers__value="camille.laurent@example.org")
    brand = Brand.objects.get(code="AURELLE")
    send = Send(client=camille, brand=brand, template=template, language=language, channel="email")
    return render_message(send, {"about": "", "recommendations": [], **_payload(template, camille, brand)})


def _payload(template: str, camille: Client, brand: Brand) -> dict[str, Any]:
    if template == "consent-confirmation":
        return {"decision": Decision.objects.filter(brand=brand, notice__isnull=False).order_by("pk")[0].pk}
    if template == "identity-code":
        return {"challenge": ask_for_code(open_request(camille, kind="access", intake="client_page")).pk}
    if template == "new-address":
        return {"new_address": sealed_address(NewAddress(camille.uid, "new.camille@mail.example"))}
    if template == "request-news":
        return {"request": 1}
    pieces = Variant.objects.filter(product__brand=brand).order_by("sku")[:3]
    shown = [{"sku": each.sku, "reason": "loved", "args": {}} for each in pieces]
    return {"about": pieces[0].sku, "recommendations": shown}


def _found(reader: Page, width: int, paper: str) -> list[str]:
    reader.set_viewport_size({"width": width, "height": 800})
    reader.emulate_media(color_scheme="dark" if paper == "dark" else "light")
    too_wide = ["too wide"] if reader.evaluate(TOO_WIDE) > 0 else []
    return [f"{width}, {paper}: {each}" for each in [*too_wide, *found_by_axe(reader, *RULES)]]


def _one_line(text: str) -> str:
    return " ".join(text.split())
