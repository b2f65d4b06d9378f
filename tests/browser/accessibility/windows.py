"""A browser window of each person, in which they are logged in once."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client as Session
from playwright.sync_api import Browser, BrowserContext, Page, Route

from crm.models import User
from tests.browser.accessibility.public import CONFIRMED

MEMBER = {"email": "camille.new@mail.example", "password": "a-long-one-of-Camille", "given_name": "Camille"}


@contextmanager
def window_of(who: str, browser: Browser, base: str) -> Iterator[Page]:
    """Motion is unwanted in all of them; only a newcomer has not answered the question about measuring."""
    context = browser.new_context(locale="en-GB", timezone_id="Europe/Paris", reduced_motion="reduce")
    if who != "newcomer":
        context.add_cookies([{"name": "clt_consent", "value": "refused", "url": base}])
    context.route("**/broken/*/", _break)
    context.set_default_timeout(10_000)
    page = context.new_page()
    if who == "member":
        _join(page, base)
    elif who == CONFIRMED:
        _log_in_by_hand(page, base)
    elif who == "buyer":
        _put_into_the_cart(page, base)
    elif who not in {"stranger", "visitor", "newcomer"}:
        _log_in(context, base, who)
    yield page
    context.close()


def _break(route: Route) -> None:
    """What the product answers when nothing else can: pages that stand on no request."""
    status = int(route.request.url.rstrip("/").rpartition("/")[2])
    name = {403: "403_csrf"}.get(status, str(status))
    route.fulfill(status=status, content_type="text/html; charset=utf-8", body=render_to_string(f"{name}.html", {}))


def _log_in(context: BrowserContext, base: str, who: str) -> None:
    session = Session()
    session.force_login(User.objects.get(email=f"{who}@aurelle.example"))
    cookie = session.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": base}])


def _log_in_by_hand(page: Page, base: str) -> None:
    """Whoever has just typed a password may change what keeps the account."""
    keys = json.loads((Path(settings.VAR) / "demo-house.json").read_text(encoding="utf-8"))
    alice = keys["logins"]["alice"]
    page.goto(f"{base}/accounts/login/")
    page.fill("[name=login]", alice["email"])
    page.fill("[name=password]", alice["password"])
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
    page.goto(f"{base}/accounts/reauthenticate/?next=/me/")
    page.fill("[name=password]", alice["password"])
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/me/")


def _join(page: Page, base: str) -> None:
    page.goto(f"{base}/app/join/")
    for name, value in MEMBER.items():
        page.fill(f"[name={name}]", value)
    page.click("form.stack button.is-wide")
    page.wait_for_url("**/app/for-you/")


def _put_into_the_cart(page: Page, base: str) -> None:
    page.goto(f"{base}/shop/products/")
    page.click(".filters .chip:has-text('Available online')")
    page.wait_for_url("**in_stock**")
    page.click("#listing a.product")
    page.click("button:has-text('Add to cart')")
    page.wait_for_url("**/shop/cart/")
