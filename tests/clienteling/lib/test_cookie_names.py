"""In production a cookie says by its name on what terms it was set."""

import pytest
from django.test import Client as Browser
from pytest_django import Settings

from clienteling.storefront.visitor import APP, SHOP
from crm.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_in_production(settings: Settings) -> None:
    settings.SESSION_COOKIE_SECURE = True


def test_in_development_names_are_plain() -> None:
    assert (SHOP.cookie, APP.cookie) == ("clt_uid", "clt_app_uid")


def test_log_ins_of_clients_say_whose_they_are(as_in_production: None) -> None:
    assert (SHOP.cookie, APP.cookie) == ("__Host-clt_uid", "__Secure-clt_app_uid")


def test_the_chosen_light_is_kept_and_shown(as_in_production: None, client: Browser, alice: User) -> None:
    client.force_login(alice)

    client.post("/theme/choose/", {"theme": "dark", "next": "/my-day/"})

    cookie = client.cookies["__Host-clt_theme"]
    assert (cookie.value, cookie["secure"], cookie["path"], cookie["domain"]) == ("dark", True, "/", "")
    assert '<html lang="en" data-theme="dark">' in client.get("/my-day/").content.decode()


def test_as_the_device_forgets_it(as_in_production: None, client: Browser, alice: User) -> None:
    client.force_login(alice)
    client.post("/theme/choose/", {"theme": "dark"})

    client.post("/theme/choose/", {"theme": "device"})

    assert client.cookies["__Host-clt_theme"].value == ""
