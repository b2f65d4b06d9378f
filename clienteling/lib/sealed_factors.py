"""The secrets behind second factors, kept unreadable in the database and its backups."""

from allauth.mfa.adapter import DefaultMFAAdapter

from clienteling.lib.sealing import seal, unseal

SEALED_FOR = "second-factor"
# What Fernet writes begins with its version, 0x80; no secret of an authenticator app in base 32 does.
_SEALED = "gAAAA"


class SealedFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    def encrypt(self, text: str) -> str:
        return seal(SEALED_FOR, text.encode())

    def decrypt(self, encrypted_text: str) -> str:
        """What was kept before it was sealed is read as it stands. Raises SealError."""
        return unseal(SEALED_FOR, encrypted_text).decode() if is_sealed(encrypted_text) else encrypted_text


def is_sealed(text: str) -> bool:
    return text.startswith(_SEALED)
