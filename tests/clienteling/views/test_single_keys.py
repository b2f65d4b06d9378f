"""One letter alone does something, unless whoever uses the device says no."""

import pytest
from django.test import Client as Browser

from crm.models import User

pytestmark = pytest.mark.django_db


def body_of(browser: Browser) -> str:
    return next(line for line in browser.get("/me/").content.decode().splitlines() if line.startswith("<body"))


def test_letters_are_turned_off_and_on_again_on_this_device(client: Browser, alice: User) -> None:
    client.force_login(alice)
    before = body_of(client)
    answer = client.post("/keys/choose/", {"keys": "off"})
    off = body_of(client)
    client.post("/keys/choose/", {"keys": "on"})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/me/")
    assert ["data-single-keys" in body for body in (before, off, body_of(client))] == [True, False, True]


def test_an_unknown_choice_is_refused(client: Browser) -> None:
    answer = client.post("/keys/choose/", {"keys": "some"})

    assert (answer.status_code, dict(client.cookies)) == (400, {})
