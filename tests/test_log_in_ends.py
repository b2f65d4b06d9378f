"""A log-in of the staff ends by itself; what was refused to somebody is in the log; weak passwords are not taken."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client as Browser
from pytest_django import Settings

from crm.models import Brand, Client, User

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)


@pytest.fixture
def browser(alice: User, settings: Settings) -> Browser:
    settings.IDLE_SECONDS, settings.LOG_IN_SECONDS = 3600, 12 * 3600
    browser = Browser()
    with time_machine.travel(START, tick=False):
        browser.force_login(alice)
    return browser


def opened(browser: Browser, after: timedelta, **headers: str) -> int:
    with time_machine.travel(START + after, tick=False):
        return browser.get("/me/", headers=headers).status_code


def test_a_log_in_without_a_hand_on_it_ends_after_an_hour(browser: Browser) -> None:
    minute = timedelta(minutes=1)

    assert [opened(browser, at * minute) for at in (59, 118, 178)] == [200, 200, 302]


def test_what_a_page_fetches_by_itself_keeps_no_log_in(browser: Browser) -> None:
    minute = timedelta(minutes=1)

    assert opened(browser, 40 * minute, **{"HX-Request": "true"}) == 200
    assert opened(browser, 61 * minute, **{"HX-Request": "true"}) == 401


def test_a_log_in_ends_with_the_day_whatever_is_done(browser: Browser) -> None:
    half_hour = timedelta(minutes=30)

    assert {opened(browser, number * half_hour) for number in range(24)} == {200}
    assert opened(browser, timedelta(hours=12)) == 302


@pytest.mark.parametrize("address", ["/my-day/", "/accounts/2fa/", "/accounts/sessions/", "/accounts/email/"])
def test_what_is_seen_behind_a_log_in_stays_in_no_browser(browser: Browser, address: str) -> None:
    with time_machine.travel(START, tick=False):
        answer = browser.get(address)

    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)


def test_a_refusal_is_logged_without_whom_it_was_about(
    browser: Browser, alice: User, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "clienteling.lib.refusals"), time_machine.travel(START, tick=False):
        browser.get("/clients/C-0000000000/")
        browser.get("/privacy/")

    assert [each.getMessage() for each in caplog.records if each.name == "clienteling.lib.refusals"] == [
        f"Refused 404 to user {alice.pk}: GET clients/<str:uid>/",
        f"Refused 403 to user {alice.pk}: GET privacy/",
    ]


def test_what_was_answered_is_not_logged_as_refused(
    browser: Browser, camille: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with time_machine.travel(START, tick=False):
        browser.get(f"/clients/{camille.uid}/")
        Browser().get("/clients/C-0000000000/")

    assert [each for each in caplog.records if each.name == "clienteling.lib.refusals"] == []


@pytest.mark.parametrize(
    "password", ["Aurelle2026!", "aurelle-aurelle-1"[:9] + "12", "clienteling1", "short-one", "password12"]
)
def test_a_password_that_one_would_try_first_is_refused(brand: Brand, password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize(
    "password", ["correct horse battery staple", "my dog was born in Aurelle street", "七つの海を渡る風の歌声"]
)
def test_any_long_words_are_a_password(brand: Brand, password: str) -> None:
    validate_password(password)
