"""Kinds of identifiers: which is believed first, how many one client may have, how a value is written.

The maxima add up to fifty, so that no client grows past what a person can look through.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from crm.identity.errors import IdentityError

# Written by tills, forms and tags that had nothing to write. They must never join two people.
BLOCKED_VALUES = frozenset(
    {
        "", "-", "--", "0", "00000000-0000-0000-0000-000000000000", "[object object]", "anonymous", "false", "guest",
        "invalid", "n/a", "na", "nan", "nil", "none", "null", "test", "true", "undefined", "unknown", "xxx",
    }
)  # fmt: skip
_BLOCKED_MAILBOXES = frozenset({"anonymous", "na", "noemail", "nomail", "none", "noreply", "no-reply", "null"})
_MAX_LENGTH = 254


@dataclass(frozen=True)
class Namespace:
    """``priority``: 1 is believed first. ``maximum``: live values on one client. A device is not a person."""

    code: str
    priority: int
    maximum: int
    normalise: Callable[[str], str]
    blocked: frozenset[str] = BLOCKED_VALUES
    is_device: bool = False


def _as_written(value: str) -> str:
    return value.strip()


def _compact(value: str) -> str:
    """Cards and loyalty numbers are read aloud with blanks, dashes and either case."""
    return re.sub(r"[\s\-.]", "", value).upper()


def _email(value: str) -> str:
    folded = unicodedata.normalize("NFKC", value).strip().lower()
    try:
        validate_email(folded)
    except ValidationError as error:
        raise IdentityError("email_invalid") from error
    if folded.split("@")[0] in _BLOCKED_MAILBOXES:
        raise IdentityError("value_blocked")
    return folded


def _phone(value: str) -> str:
    """E.164. A national number has no country here, so it is refused: the form must ask for it."""
    digits = unicodedata.normalize("NFKC", value).strip()
    digits = "+" + digits[2:] if digits.startswith("00") else digits
    try:
        number = phonenumbers.parse(digits)
    except phonenumbers.NumberParseException as error:
        raise IdentityError("phone_invalid") from error
    # Possible rather than valid: countries open number ranges faster than any table is updated.
    if not phonenumbers.is_possible_number(number):
        raise IdentityError("phone_invalid")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


NAMESPACES: dict[str, Namespace] = {
    namespace.code: namespace
    for namespace in (
        Namespace("crm", 1, 1, _as_written),
        Namespace("app", 2, 1, _as_written),
        Namespace("loyalty", 3, 1, _compact),
        Namespace("wechat_unionid", 4, 2, _as_written),
        Namespace("wechat_openid", 5, 5, _as_written),
        Namespace("line", 6, 2, _as_written),
        Namespace("card", 7, 3, _compact),
        Namespace("email", 8, 5, _email),
        Namespace("phone", 9, 5, _phone),
        Namespace("device", 10, 10, _as_written, is_device=True),
        Namespace("anonymous", 11, 15, _as_written, is_device=True),
    )
}


def normalise_identifier(namespace: str, value: str) -> str:
    """The one way in which this value is written here; IdentityError when it identifies nobody."""
    kind = NAMESPACES.get(namespace)
    if kind is None:
        raise IdentityError("namespace_unknown")
    if value.strip().casefold() in kind.blocked:
        raise IdentityError("value_blocked")
    if len(value) > _MAX_LENGTH:
        raise IdentityError("value_too_long")
    normal = kind.normalise(value)
    if normal.casefold() in kind.blocked:
        raise IdentityError("value_blocked")
    return normal
