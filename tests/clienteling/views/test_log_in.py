import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.test import Client as Browser

from crm.models import Boutique, User
from tests.factories import make_user

PASSWORD = "vine-paper-lamp-47"


@pytest.fixture(autouse=True)
def nobody_tried_before() -> None:
    """Log-ins of one network address are counted in the cache."""
    cache.clear()


@pytest.fixture
def alice(boutique: Boutique) -> User:
    return make_user("Alice", "advisor", boutique=boutique, password=PASSWORD)


def log_in(browser: Browser, password: str = PASSWORD, address: str = "alice@aurelle.example") -> tuple[int, str]:
    answer = browser.post("/accounts/login/", {"login": address, "password": password})
    return answer.status_code, answer.headers.get("Location", "") or answer.content.decode()


def test_the_right_password_opens_my_day_without_a_word(client: Browser, alice: User) -> None:
    assert log_in(client) == (302, "/")

    assert list(client.get("/my-day/").context["messages"]) == []


def test_a_wrong_password_keeps_the_address_and_says_what_to_do(client: Browser, alice: User) -> None:
    status, page = log_in(client, "wrong")

    assert status == 200
    assert 'value="alice@aurelle.example"' in page
    assert "That address and password do not match." in page


def test_after_five_attempts_the_right_password_waits_too(client: Browser, alice: User) -> None:
    for _ in range(5):
        log_in(client, "wrong")

    _, page = log_in(client)

    assert "fifteen minutes" in page
    assert client.get("/my-day/").status_code == 302


def test_a_colleagues_failures_at_the_same_counter_lock_nobody_else(
    client: Browser, alice: User, boutique: Boutique
) -> None:
    make_user("Bob", "advisor", boutique=boutique, password=PASSWORD)
    for _ in range(5):
        log_in(client, "wrong", "Bob@aurelle.example")

    _, page = log_in(client, PASSWORD, "bob@aurelle.example")

    assert "fifteen minutes" in page
    assert log_in(client) == (302, "/")


def test_a_success_forgets_the_failures_before_it(client: Browser, alice: User) -> None:
    for _ in range(2):
        for _ in range(4):
            log_in(client, "wrong")
        assert log_in(client) == (302, "/")
        client.logout()


def test_nobody_signs_up_by_themselves(client: Browser, alice: User) -> None:
    client.post("/accounts/signup/", {"email": "eve@elsewhere.example", "password1": PASSWORD})

    assert User.objects.count() == 1


def test_a_link_for_a_new_password_lies_on_the_houses_address_whatever_the_request_says(
    client: Browser, alice: User, mailoutbox: list[EmailMessage], settings: Any
) -> None:
    """A host is checked without its port; whoever asks for somebody else would choose where their link leads."""
    settings.BASE_URL = "https://clients.house.example"

    client.post("/accounts/password/reset/", {"email": alice.email}, headers={"host": "testserver:444"})

    links = re.findall(r"https?://\S+", str(mailoutbox[0].body))
    assert [urlsplit(link)[:2] for link in links] == [("https", "clients.house.example")]
