"""Passwords that are known from somebody else's breach, asked of a service without telling it the password.

The range interface of Pwned Passwords (its documentation: "Searching by range", "Introducing padding"): the first five
of the forty hexadecimal digits of the SHA-1 are sent, and every suffix that begins so comes back with how often it was
seen, one ``SUFFIX:COUNT`` a line. Padding makes all answers about as long as each other; its lines have the count 0.
"""

import hashlib
import logging
import time
from typing import TYPE_CHECKING

import httpx
from django.conf import settings
from django.core.exceptions import ValidationError

if TYPE_CHECKING:
    from crm.models import User

SECONDS = 2.0
# An answer has about a thousand lines of forty bytes.
MOST_BYTES = 1_000_000
_PREFIX = 5
log = logging.getLogger(__name__)


class Unanswered(Exception):
    """The service did not say, for this reason."""


class BreachedPasswordValidator:
    """Off unless ``BREACHED_PASSWORDS_URL`` is set. A service that does not answer keeps nobody out: the other rules
    for passwords hold without it."""

    unanswered = 0
    """How often it did not answer since this process began."""

    def validate(self, password: str, user: "User | None" = None) -> None:
        """Raises ValidationError ``password_breached``."""
        if settings.BREACHED_PASSWORDS_URL and self._times(password):
            raise ValidationError(
                "This password is known from a breach elsewhere, and would be tried first. Choose another one.",
                "password_breached",
            )

    def get_help_text(self) -> str:
        return "Your password can’t be one that is known from a breach elsewhere."

    def _times(self, password: str) -> int:
        try:
            return times_seen(password)
        except Unanswered as reason:
            type(self).unanswered += 1
            log.warning("A password was not held against known breaches: %s (%d so far).", reason, self.unanswered)
            return 0


def times_seen(password: str) -> int:
    """How often the service has seen it; 0 where never. Raises Unanswered."""
    digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
    for line in _range(digest[:_PREFIX]).splitlines():
        suffix, _, count = line.strip().partition(":")
        if suffix.upper() == digest[_PREFIX:]:
            return int(count) if count.isdigit() else 1
    return 0


def _range(prefix: str) -> str:
    """Within two seconds in all, however slowly the answer drips. Raises Unanswered."""
    address = f"{settings.BREACHED_PASSWORDS_URL.rstrip('/')}/{prefix}"
    until, body = time.monotonic() + SECONDS, b""
    headers = {"Add-Padding": "true", "User-Agent": "Clienteling"}
    try:
        with httpx.stream("GET", address, headers=headers, timeout=SECONDS, follow_redirects=False) as answer:
            if answer.status_code != httpx.codes.OK:
                raise Unanswered(f"http_{answer.status_code}")
            for part in answer.iter_bytes():
                body += part
                if len(body) > MOST_BYTES or time.monotonic() > until:
                    raise Unanswered("too_long")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Unanswered(type(error).__name__) from error
    return body.decode("ascii", "replace")
