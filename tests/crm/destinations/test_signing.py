"""Signatures that any library of Standard Webhooks verifies, and secrets that open again."""

import base64
from collections.abc import Iterator

import pytest
from pytest_django import Settings

from clienteling.lib.sealing import SealError, seal, unseal
from crm.destinations.signing import new_secret, shown_secret, signature, signed_headers


def test_a_signature_is_that_of_the_specification() -> None:
    secret = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")

    signed = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')

    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_two_secrets_sign_side_by_side() -> None:
    new, former = new_secret(), new_secret()

    headers = signed_headers([new, former], "id", 1, b"{}")

    assert headers["webhook-signature"].split(" ") == [
        signature(new, "id", 1, b"{}"),
        signature(former, "id", 1, b"{}"),
    ]


def test_a_secret_is_shown_as_receivers_write_it() -> None:
    secret = new_secret()

    assert base64.b64decode(shown_secret(secret).removeprefix("whsec_")) == secret
    assert len(secret) == 32


def test_a_sealed_secret_opens_also_after_the_key_was_changed(settings: Settings) -> None:
    sealed = seal("test", b"secret")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"

    assert (unseal("test", sealed), b"secret" in sealed.encode()) == (b"secret", False)


@pytest.fixture
def sealed() -> Iterator[str]:
    yield seal("test", b"secret")


def test_what_was_sealed_for_one_thing_does_not_open_for_another(sealed: str, settings: Settings) -> None:
    with pytest.raises(SealError):
        unseal("another", sealed)
    settings.SECRET_KEY = "another"
    with pytest.raises(SealError) as raised:
        unseal("test", sealed)

    assert raised.value.code == "seal_unreadable"
