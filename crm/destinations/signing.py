"""Signatures as Standard Webhooks has them (standardwebhooks.com, specification 1.0.0, symmetric ``v1``).

Signed is ``id.timestamp.body``; the header holds one signature for each secret in force, so that a receiver may
change to the new one when it likes.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable

PREFIX = "whsec_"


def new_secret() -> bytes:
    """32 random bytes; the specification asks for 24 to 64."""
    return secrets.token_bytes(32)


def shown_secret(secret: bytes) -> str:
    """As the receiver writes it into its settings."""
    return PREFIX + base64.b64encode(secret).decode()


def signature(secret: bytes, message_id: str, timestamp: int, body: bytes) -> str:
    """``v1,`` and HMAC-SHA-256 in base64."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()


def signed_headers(held: Iterable[bytes], message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signature(secret, message_id, timestamp, body) for secret in held),
        "content-type": "application/json",
        "user-agent": "Clienteling",
    }
