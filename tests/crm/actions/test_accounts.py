"""The client's own log-in."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache

from crm.actions.accounts import AccountError, log_in, open_account
from crm.actions.relationships import know_client
from crm.models import Boutique, Brand, Client, CustomerAccount, Identifier, Interaction, Source
from tests.factories import add_identifier, make_client, make_interaction, make_purchase

pytestmark = pytest.mark.django_db
PASSWORD = "quiet-orchard-71"


@pytest.fixture(autouse=True)
def _no_failures_before() -> None:
    cache.clear()


def opened(brand: Brand, at: datetime, **facts: Any) -> CustomerAccount:
    defaults = {"email": "camille@mail.example", "password": PASSWORD, "language": "fr", "source": "aurelle-app"}
    return open_account(brand=brand, at=at, **{**defaults, **facts})


def entered(at: datetime, **facts: Any) -> CustomerAccount:
    return log_in(at=at, source="aurelle-web", **{"email": "camille@mail.example", "password": PASSWORD, **facts})


def refused(call: Any, *args: Any, **facts: Any) -> str:
    with pytest.raises(AccountError) as refusal:
        call(*args, **facts)
    return refusal.value.code


def test_the_account_is_the_clients_own_and_the_device_joins_them(
    brand: Brand, camille: Client, source: Source, now: datetime
) -> None:
    seen = make_interaction(source, anonymous_id="phone-1")

    account = opened(brand, now, client_uid=camille.uid, anonymous_id="phone-1", given_name="Eve")

    camille.refresh_from_db()
    assert (account.client, camille.given_name, Client.objects.count()) == (camille, "Camille", 1)
    assert Interaction.objects.get(pk=seen.pk).client == camille
    assert account.check_password(PASSWORD)


def test_the_link_that_was_mailed_verifies_the_address(brand: Brand, camille: Client, now: datetime) -> None:
    opened(brand, now, client_uid=camille.uid)

    assert Identifier.objects.get(namespace="email").verified_at == now


def test_whoever_types_the_address_of_a_client_does_not_get_their_history(
    brand: Brand, camille: Client, now: datetime
) -> None:
    assert refused(opened, brand, now, anonymous_id="thief", given_name="Eve") == "link_needed"

    camille.refresh_from_db()
    assert (CustomerAccount.objects.count(), camille.given_name) == (0, "Camille")
    assert not Identifier.objects.filter(value="thief").exists()


def test_a_guest_who_bought_is_protected_too(brand: Brand, boutique: Boutique, now: datetime) -> None:
    guest = make_client("", "")
    know_client(guest, brand=brand, at=now)
    add_identifier(guest, "email", "camille@mail.example")
    make_purchase(guest, boutique, at=now)

    assert refused(opened, brand, now) == "link_needed"
    assert opened(brand, now, client_uid=guest.uid).client == guest


def test_an_address_left_in_a_form_is_found_but_not_verified(brand: Brand, now: datetime) -> None:
    asked = make_client("", "")
    add_identifier(asked, "email", "camille@mail.example")

    assert opened(brand, now).client == asked
    assert Identifier.objects.get(namespace="email").verified_at is None


def test_a_forwarded_link_does_not_open_the_first_persons_history(brand: Brand, camille: Client, now: datetime) -> None:
    account = opened(brand, now, client_uid=camille.uid, email="marco@mail.example", given_name="Marco")

    assert account.client != camille
    assert account.client.given_name == "Marco"
    assert camille.contact_points("email") == ["camille@mail.example"]


def test_a_link_to_a_client_without_an_address_joins_it(brand: Brand, now: datetime) -> None:
    of_boutique = make_client("Camille")
    know_client(of_boutique, brand=brand, at=now)
    add_identifier(of_boutique, "loyalty", "L1")

    assert opened(brand, now, client_uid=of_boutique.uid).client == of_boutique


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"email": "camille at mail"}, "email_invalid"),
        ({"password": "short"}, "password_weak"),
        ({"password": "password123"}, "password_weak"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    brand: Brand, now: datetime, facts: dict[str, str], code: str
) -> None:
    assert refused(opened, brand, now, **facts) == code
    assert (CustomerAccount.objects.count(), Client.objects.count()) == (0, 0)


def test_a_second_account_is_refused_and_the_first_stays(brand: Brand, camille: Client, now: datetime) -> None:
    opened(brand, now, client_uid=camille.uid)

    assert refused(opened, brand, now, password="another-orchard-72", anonymous_id="thief") == "account_exists"
    assert entered(now).client == camille
    assert not Identifier.objects.filter(value="thief").exists()


def test_logging_in_moves_the_device_to_this_client(brand: Brand, camille: Client, now: datetime) -> None:
    opened(brand, now, client_uid=camille.uid)
    other = make_client("Marco")
    add_identifier(other, "anonymous", "tablet", asserted_at=now)

    account = entered(now + timedelta(minutes=1), email=" Camille@Mail.example", anonymous_id="tablet")

    assert account.last_login == now + timedelta(minutes=1)
    assert Identifier.objects.get(value="tablet", retracted_at=None).client == camille


@pytest.mark.parametrize("email", ["camille@mail.example", "nobody@mail.example", "", "not an address"])
def test_a_wrong_password_and_an_unknown_address_are_answered_alike(brand: Brand, now: datetime, email: str) -> None:
    opened(brand, now)

    assert refused(entered, now, email=email, password="wrong", anonymous_id="thief") == "login_failed"
    assert not Identifier.objects.filter(value="thief").exists()


def test_five_failures_lock_the_account_for_a_quarter_of_an_hour(brand: Brand, now: datetime) -> None:
    opened(brand, now)
    for _ in range(5):
        assert refused(entered, now, password="wrong") == "login_failed"

    assert refused(entered, now + timedelta(minutes=14)) == "locked"
    assert entered(now + timedelta(minutes=15)).failures == 0


def codes(email: str, *moments: datetime) -> list[str]:
    return [refused(entered, at, email=email, password="wrong") for at in moments]


def test_an_address_without_an_account_is_locked_like_one_with(brand: Brand, now: datetime) -> None:
    """Else five wrong guesses would tell whoever asks which of them is a client."""
    opened(brand, now)
    tries = [now] * 8

    assert codes("camille@mail.example", *tries) == codes("Nobody@mail.example", *tries)
    assert codes("nobody@mail.example", now) == ["locked"]
    assert codes("somebody@mail.example", now) == ["login_failed"]


def test_without_a_cache_strangers_are_refused_and_not_counted(
    brand: Brand, now: datetime, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}

    assert codes("nobody@mail.example", *[now] * 7) == ["login_failed"] * 7
    assert "Log-ins of strangers are not counted: ConnectionError" in caplog.messages


def test_a_right_password_forgets_the_failures(brand: Brand, now: datetime) -> None:
    opened(brand, now)
    for _ in range(3):
        for _ in range(4):
            refused(entered, now, password="wrong")
        assert entered(now).failures == 0
