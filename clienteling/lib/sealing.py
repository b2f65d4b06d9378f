"""Secrets that the program must be able to read again, kept unreadable in the database and its backups.

Fernet (AES-128-CBC with HMAC-SHA-256) under a key derived from SECRET_KEY by HKDF (RFC 5869). What was sealed under
one of SECRET_KEY_FALLBACKS still opens.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from clienteling.lib.tokens import secret_keys


class SealError(ValueError):
    """``seal_unreadable``: sealed under a key that is no longer known."""

    def __init__(self) -> None:
        super().__init__("This secret was sealed under a key that is no longer known: make a new one.")
        self.code = "seal_unreadable"


def seal(purpose: str, secret: bytes) -> str:
    """``purpose`` keeps what is sealed for one thing from being opened for another."""
    return _box(purpose).encrypt(secret).decode()


def unseal(purpose: str, sealed: str) -> bytes:
    """Raises SealError."""
    try:
        return _box(purpose).decrypt(sealed.encode())
    except InvalidToken as error:
        raise SealError from error


def sealed_anew(purpose: str, sealed: str) -> str:
    """The same secret under the newest key; what is under it already comes back as it is. Raises SealError."""
    newest = MultiFernet([Fernet(_derived(settings.SECRET_KEY, purpose))])
    try:
        newest.decrypt(sealed.encode())
    except InvalidToken:
        return seal(purpose, unseal(purpose, sealed))
    return sealed


def _box(purpose: str) -> MultiFernet:
    return MultiFernet([Fernet(_derived(key, purpose)) for key in secret_keys()])


def _derived(key: str, purpose: str) -> bytes:
    derived = HKDF(SHA256(), 32, salt=None, info=f"clienteling.{purpose}".encode()).derive(key.encode())
    return base64.urlsafe_b64encode(derived)
