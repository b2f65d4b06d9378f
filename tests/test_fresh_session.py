"""Who says again who they are goes on under another session key; who ends other log-ins says it first."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client as Browser

from clienteling.storefront.visitor import APP, SHOP
from crm.models import Client, User

pytestmark = pytest.mark.django_db
PASSWORD = "a long passphrase of Alice"
ASK = "/accounts/reauthenticate/"


@pytest.fixture(autouse=True)
def nobody_tried_before() -> None:
    """Log-ins of one network address are counted in the cache."""
    cache.clear()


@pytest.fixture
def alice(alice: User) -> User:
    alice.set_password(PASSWORD)
    alice.save(update_fields=["password"])
    return alice


def logged_in(user: User) -> Browser:
    browser = Browser()
    browser.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return browser


def key(browser: Browser) -> str:
    return browser.cookies["sessionid"].value


def test_a_password_that_was_asked_again_makes_a_new_session_key(alice: User) -> None:
    browser = logged_in(alice)
    former = key(browser)

    browser.post(ASK, {"password": PASSWORD})

    taken = Browser()
    taken.cookies["sessionid"] = former
    assert (key(browser) != former, Session.objects.filter(pk=former).exists()) == (True, False)
    assert (browser.get("/my-day/").status_code, taken.get("/my-day/").status_code) == (200, 302)
    assert list(UserSession.objects.values_list("user", "session_key")) == [(alice.pk, key(browser))]


def test_a_wrong_password_changes_no_key(alice: User) -> None:
    browser = logged_in(alice)
    former = key(browser)

    browser.post(ASK, {"password": "another"})

    assert (key(browser), browser.get("/my-day/").status_code) == (former, 200)


def test_other_log_ins_are_ended_by_who_said_again_who_they_are(alice: User) -> None:
    browser, elsewhere = logged_in(alice), logged_in(alice)

    refused = browser.post("/accounts/sessions/")
    before = elsewhere.get("/my-day/").status_code
    browser.post(ASK, {"password": PASSWORD})
    browser.post("/accounts/sessions/")

    assert (refused.status_code, refused["Location"]) == (302, f"{ASK}?next=%2Faccounts%2Fsessions%2F")
    assert (before, elsewhere.get("/my-day/").status_code, browser.get("/my-day/").status_code) == (200, 302, 200)


def test_the_list_of_log_ins_asks_for_nothing(alice: User) -> None:
    assert logged_in(alice).get("/accounts/sessions/").status_code == 200


def test_a_log_in_is_called_by_its_browser_and_system_not_by_what_the_browser_sends(alice: User) -> None:
    browser = Browser(HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    browser.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})

    page = browser.get("/accounts/sessions/").content.decode()

    assert ("<p>Firefox on Linux</p>" in page, "Mozilla" in page) == (True, False)


def test_a_browser_forgets_what_it_kept_when_somebody_logs_out(alice: User) -> None:
    browser = logged_in(alice)
    seen = browser.get("/my-day/")

    answer = browser.post("/accounts/logout/")

    assert ("Clear-Site-Data" in seen, answer["Clear-Site-Data"]) == (False, '"cache", "storage"')


def test_a_clients_log_in_at_the_shop_is_not_forgotten_with_it(alice: User, camille: Client) -> None:
    """Shop and staff may live on one host: no cookie of the one goes with a log-out of the other."""
    browser = logged_in(alice)
    browser.cookies[SHOP.cookie], browser.cookies[APP.cookie] = "of the shop", "of the app"

    answer = browser.post("/accounts/logout/")

    assert "cookies" not in answer["Clear-Site-Data"]
    assert (browser.cookies[SHOP.cookie].value, browser.cookies[APP.cookie].value) == ("of the shop", "of the app")


def test_who_was_never_in_is_told_nothing_of_it() -> None:
    assert "Clear-Site-Data" not in Browser().post("/accounts/logout/")
