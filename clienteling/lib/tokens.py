"""Opaque codes and signed links: nothing personal in either."""

import hashlib
import hmac
import secrets
from typing import Any

from django.conf import settings
from django.core import signing

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class TokenError(ValueError):
    """A signed link that is not ours (``token_invalid``) or too old (``token_expired``)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def new_code(length: int = 10) -> str:
    """A random code of digits and capital letters without look-alikes (about 4.9 bits a letter)."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def secret_keys() -> list[str]:
    """The key that is written with, then those that are still read (``CLIENTELING_OLD_SECRET_KEYS``)."""
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def hash_code(code: str) -> str:
    """HMAC-SHA-256 of a code under the secret key, in hexadecimal: what is stored instead of the code."""
    return hashes_of_code(code)[0]


def hashes_of_code(code: str) -> list[str]:
    """Under each key: a code that was given out before the key was changed is looked up by all of them."""
    written = code.strip().upper().encode()
    return [hmac.new(key.encode(), written, hashlib.sha256).hexdigest() for key in secret_keys()]


def sign_link(purpose: str, payload: dict[str, Any]) -> str:
    """A URL-safe signed token. ``purpose`` salts it, so one kind of link is never taken for another."""
    return signing.dumps(payload, salt=f"clienteling.{purpose}", compress=True)


def read_link(purpose: str, token: str, *, max_age: int) -> dict[str, Any]:
    """The payload of a token at most ``max_age`` seconds old; TokenError otherwise."""
    try:
        payload: dict[str, Any] = signing.loads(token, salt=f"clienteling.{purpose}", max_age=max_age)
    except signing.SignatureExpired as error:
        raise TokenError("token_expired") from error
    except signing.BadSignature as error:
        raise TokenError("token_invalid") from error
    return payload
