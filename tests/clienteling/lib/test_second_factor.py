"""A second factor where the house asks for one, and sessions that can be ended."""

import logging
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client as Browser

from crm.models import Boutique, User
from tests.factories import make_user

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-passphrase"  # noqa: S105  # of a test


@pytest.fixture
def strict(settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = True


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def test_without_one_every_page_leads_to_setting_it_up(strict: None, client: Browser, alice: User) -> None:
    client.force_login(alice)

    given = {path: client.get(path)["Location"] for path in ("/my-day/", "/clients/", "/admin/")}

    assert set(given.values()) == {"/accounts/2fa/totp/activate/"}


def test_a_fragment_is_told_where_to_go(strict: None, client: Browser, alice: User) -> None:
    client.force_login(alice)

    answer = client.get("/clients/", headers={"HX-Request": "true"})

    assert (answer.status_code, answer["HX-Redirect"]) == (403, "/accounts/2fa/totp/activate/")


def test_the_page_that_sets_it_up_opens(strict: None, client: Browser, alice: User) -> None:
    client.force_login(alice)

    page = client.get("/accounts/2fa/totp/activate/", follow=True)

    assert page.status_code == 200
    assert "Accounts of this house need a second factor" not in page.content.decode()


def test_with_one_the_house_is_open(strict: None, client: Browser, alice: User) -> None:
    TOTP.activate(alice, generate_totp_secret())
    client.force_login(alice)

    assert client.get("/my-day/").status_code == 200


def test_without_it_again_the_house_is_closed_at_the_next_request(strict: None, client: Browser, alice: User) -> None:
    factor = TOTP.activate(alice, generate_totp_secret())
    client.force_login(alice)
    assert client.get("/my-day/").status_code == 200

    factor.instance.delete()

    assert client.get("/my-day/").status_code == 302


def test_a_password_alone_is_half_a_log_in(client: Browser, alice: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(alice, secret)
    alice.set_password(PASSWORD)
    alice.save()

    half = client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    assert (half["Location"], client.get("/my-day/").status_code) == ("/accounts/2fa/authenticate/", 302)
    client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})

    assert client.get("/my-day/").status_code == 200


def test_the_demonstration_asks_for_none(client: Browser, alice: User) -> None:
    client.force_login(alice)

    assert client.get("/my-day/").status_code == 200


def test_whoever_is_disabled_is_out_at_the_next_request(client: Browser, alice: User) -> None:
    client.force_login(alice)
    User.objects.filter(pk=alice.pk).update(is_active=False)

    assert client.get("/my-day/").status_code == 302


def test_one_ends_every_other_log_in(client: Browser, alice: User) -> None:
    elsewhere = Browser()
    alice.set_password(PASSWORD)
    alice.save()
    for browser in (client, elsewhere):
        browser.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    assert UserSession.objects.filter(user=alice).count() == 2

    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/sessions/")

    assert (client.get("/my-day/").status_code, elsewhere.get("/my-day/").status_code) == (200, 302)


@pytest.fixture
def with_password(boutique: Boutique) -> User:
    cache.clear()
    return make_user("Alice", "advisor", boutique=boutique, password=PASSWORD)


def test_whoever_has_the_password_guesses_five_codes_and_waits(client: Browser, with_password: User) -> None:
    """Of a million codes one is right: without an end to it a night is enough."""
    TOTP.activate(with_password, secret := generate_totp_secret())
    client.post("/accounts/login/", {"login": with_password.email, "password": PASSWORD})
    for _ in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})

    answer = client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})

    assert answer.status_code == 200
    assert client.get("/my-day/").status_code == 302


def test_guesses_from_elsewhere_and_when_asked_again_count_together(client: Browser, with_password: User) -> None:
    TOTP.activate(with_password, secret := generate_totp_secret())
    for number in range(5):
        stranger = Browser(REMOTE_ADDR=f"203.0.113.{number}")
        stranger.post("/accounts/login/", {"login": with_password.email, "password": PASSWORD})
        stranger.post("/accounts/2fa/authenticate/", {"code": "000000"})
    client.force_login(with_password)

    answer = client.post("/accounts/2fa/reauthenticate/", {"code": code_of(secret)})

    assert answer.status_code == 200


def test_the_right_code_after_four_wrong_ones_opens_and_begins_anew(client: Browser, with_password: User) -> None:
    TOTP.activate(with_password, secret := generate_totp_secret())
    client.post("/accounts/login/", {"login": with_password.email, "password": PASSWORD})
    for _ in range(4):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})

    client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})

    assert client.get("/my-day/").status_code == 200


def test_a_wrong_code_is_in_the_log(client: Browser, with_password: User, caplog: pytest.LogCaptureFixture) -> None:
    TOTP.activate(with_password, generate_totp_secret())
    client.post("/accounts/login/", {"login": with_password.email, "password": PASSWORD})

    with caplog.at_level(logging.WARNING, logger="clienteling.lib.failed_log_ins"):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})

    assert caplog.messages == [f"A second factor was wrong: user {with_password.pk}"]
