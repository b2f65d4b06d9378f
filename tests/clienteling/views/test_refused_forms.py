"""A form without its token is answered by a page of the house, in the reader's language, with a way on."""

from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import translation
from django.utils.translation import gettext

from crm.models import User

pytestmark = pytest.mark.django_db
LANGUAGES = ["en", "fr", "it", "zh-hans"]
NO_COOKIE, TOO_OLD = "Your browser keeps no cookies", "This page was open too long"


@pytest.fixture
def strict() -> Browser:
    return Browser(enforce_csrf_checks=True)


def title(answer: Any) -> str:
    return str(answer.content.decode().partition("<h1>")[2].partition("</h1>")[0])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("address", "home"),
    [("/shop/sign-in/", "/shop/"), ("/app/join/", "/app/"), ("/shop/products/tote/alert/", "/shop/")],
)
def test_a_visitor_without_cookies_reads_what_to_do(strict: Browser, address: str, home: str, language: str) -> None:
    answer = strict.post(address, {"email": "camille@mail.example"}, headers={"Accept-Language": language})

    with translation.override(language):
        assert (answer.status_code, title(answer)) == (403, gettext(NO_COOKIE))
    assert (answer.context["code"], answer.context["on"]) == ("cookies_missing", home)
    assert answer["Content-Language"] == language


def test_every_word_of_the_page_is_translated() -> None:
    for language in LANGUAGES[1:]:
        with translation.override(language):
            assert [word for word in (NO_COOKIE, TOO_OLD, "Open the page again") if gettext(word) == word] == []


@pytest.mark.parametrize("address", ["/shop/sign-in/", "/app/sign-in/"])
def test_a_page_from_before_a_log_in_leads_back_to_itself(strict: Browser, address: str) -> None:
    strict.get(address)
    here = f"http://testserver{address}"

    answer = strict.post(address, {"csrfmiddlewaretoken": "of-before"}, headers={"Referer": here})

    assert (answer.status_code, title(answer), answer.context["on"]) == (403, TOO_OLD, here)


def test_another_websites_address_is_no_way_on(strict: Browser) -> None:
    answer = strict.post("/shop/sign-in/", headers={"Referer": "https://elsewhere.example/shop/"})

    assert (answer.status_code, answer.context["on"]) == (403, "/shop/")


def test_staff_without_cookies_are_told_so_and_others_that_the_page_was_old(strict: Browser, alice: User) -> None:
    without = strict.post("/accounts/login/", {"login": alice.email})
    strict.get("/accounts/login/")
    old = strict.post("/accounts/login/", {"login": alice.email, "csrfmiddlewaretoken": "of-before"})

    assert [title(without), title(old)] == ["This browser keeps no cookies.", "The page was too old."]
    assert [without.status_code, old.status_code] == [403, 403]
