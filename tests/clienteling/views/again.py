"""A person of the house who said again who they are, as before a file of clients leaves."""

from django.core.cache import cache
from django.test import Client as Browser

from crm.models import User

PASSWORD = "a long passphrase of the house"  # noqa: S105


def log_in(browser: Browser, user: User) -> None:
    """By a password, this morning."""
    cache.clear()
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    assert browser.post("/accounts/login/", {"login": user.email, "password": PASSWORD}).status_code == 302


def say_again(browser: Browser) -> None:
    """Just now."""
    assert browser.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/my-day/"}).status_code == 302
