"""A page as it is read, and a protected client opened for a reason."""

from datetime import datetime

from django.test import Client as Browser
from django.utils import timezone

from consent.actions.protect import open_protected
from consent.models import Opening
from crm.models import Client, User

REASON = {"kind": "visit", "because": "Comes at four for the fitting of a coat"}


def page_of(browser: Browser, path: str, **headers: str) -> str:
    return browser.get(path, headers=headers).content.decode()


def opened(client: Client, user: User, at: datetime | None = None) -> Opening:
    return open_protected(client, user=user, at=at or timezone.now(), **REASON)
