"""The keyed hash under which a contact point stands in the ledgers."""

import hashlib
import hmac

from django.conf import settings


def contact_hash(channel: str, value: str) -> str:
    """HMAC-SHA-256 in hexadecimal of a channel and a normalised address, under the house's own key."""
    message = f"{channel}:{value.strip().casefold()}".encode()
    return hmac.new(settings.CONTACT_HASH_KEY.encode(), message, hashlib.sha256).hexdigest()
