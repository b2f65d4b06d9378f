"""Whose network address is counted, behind the house's own proxies and without."""

import pytest
from django.core.cache import cache
from django.test import Client as Browser
from django.test import RequestFactory
from pytest_django import Settings

from clienteling.lib.client_address import client_address
from crm.models import Boutique
from tests.factories import make_user

PASSWORD = "vine-paper-lamp-47"


@pytest.fixture(autouse=True)
def nobody_tried_before() -> None:
    """Log-ins of one network address are counted in the cache."""
    cache.clear()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "", "10.0.0.9"),
        (0, "203.0.113.7", "10.0.0.9"),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "198.51.100.66, 203.0.113.7", "203.0.113.7"),
        (2, "198.51.100.66, 203.0.113.7, 10.0.0.8", "203.0.113.7"),
        (2, "203.0.113.7", "10.0.0.9"),
        (1, "", "10.0.0.9"),
        (1, "not an address", "10.0.0.9"),
        (1, " 2001:db8::7 ", "2001:db8::7"),
    ],
    ids=[
        "no-proxy", "no-proxy-and-a-lie", "one", "one-and-a-lie", "two", "two-but-one-wrote", "none-wrote", "nonsense",
        "sixth-version",
    ],
)  # fmt: skip
def test_only_what_the_houses_own_proxies_wrote_is_believed(
    settings: Settings, proxies: int, forwarded: str, address: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}

    assert client_address(RequestFactory().get("/", REMOTE_ADDR="10.0.0.9", headers=headers)) == address


def test_a_socket_of_the_machine_is_no_address(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 0

    assert client_address(RequestFactory().get("/", REMOTE_ADDR="")) is None


@pytest.mark.django_db
def test_a_stranger_behind_the_same_proxy_locks_nobody_else(boutique: Boutique, settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 1
    make_user("Alice", "advisor", boutique=boutique, password=PASSWORD)

    def log_in(password: str, forwarded: str) -> int:
        typed = {"login": "alice@aurelle.example", "password": password}
        answer = Browser().post("/accounts/login/", typed, headers={"X-Forwarded-For": forwarded})
        return answer.status_code

    for number in range(6):
        log_in("wrong", f"203.0.113.{number}, 198.51.100.66")

    assert [log_in(PASSWORD, each) for each in ("198.51.100.66", "192.0.2.1")] == [200, 302]
