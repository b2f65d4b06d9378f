"""Kinds of identifiers: which is believed first, how many one client may have, how a value is written.

The maxima add up to fifty, so that no client grows past what a person can look through.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from crm.identity.errors import IdentityError
from crm.identity.placeholders import (
    BLOCKED_DEVICES,
    BLOCKED_VALUES,
    is_placeholder,
    is_placeholder_mailbox,
    is_placeholder_number,
)

_MAX_LENGTH = 254
# Together with its country and a mark or two; an address always has its @.
_LIKE_A_PHONE = re.compile(r"[+(\d][\d\s().\-/]{5,}")
# Within which the people of one device are counted.
OWNERS_WITHIN = timedelta(days=30)


@dataclass(frozen=True)
class Namespace:
    """``priority``: 1 is believed first. ``maximum``: live values on one client.

    ``window``: not seen with its owner for so long, it no longer decides. ``owners``: a device that went through
    more people within OWNERS_WITHIN is shared, and links nobody (crm.identity.shared). A device is not a person.
    """

    code: str
    priority: int
    maximum: int
    normalise: Callable[[str], str]
    blocked: frozenset[str] = BLOCKED_VALUES
    window: timedelta | None = None
    owners: int = 0

    @property
    def is_device(self) -> bool:
        return self.owners > 0


def _as_written(value: str) -> str:
    return value.strip()


def _compact(value: str) -> str:
    """Cards and loyalty numbers are read aloud with blanks, dashes and either case."""
    return re.sub(r"[\s\-.]", "", value).upper()


def _record(value: str) -> str:
    """``AURELLE:4711``: a number of one brand's own customer base. The brand before a placeholder makes it none."""
    written = value.strip()
    if is_placeholder(written.partition(":")[2] or written):
        raise IdentityError("value_blocked")
    return written


def _email(value: str) -> str:
    folded = unicodedata.normalize("NFKC", value).strip().lower()
    if _LIKE_A_PHONE.fullmatch(folded):
        raise IdentityError("email_is_a_phone")
    try:
        validate_email(folded)
    except ValidationError as error:
        raise IdentityError("email_invalid") from error
    if is_placeholder_mailbox(folded):
        raise IdentityError("value_blocked")
    return folded


def _phone(value: str) -> str:
    """E.164. A national number has no country here, so it is refused: the form must ask for it."""
    digits = unicodedata.normalize("NFKC", value).strip()
    if "@" in digits:
        raise IdentityError("phone_is_an_email")
    if is_placeholder_number(re.sub(r"\D", "", digits)):
        raise IdentityError("value_blocked")
    digits = "+" + digits[2:] if digits.startswith("00") else digits
    try:
        number = phonenumbers.parse(digits)
    except phonenumbers.NumberParseException as error:
        raise IdentityError("phone_invalid") from error
    if is_placeholder_number(str(number.national_number)):
        raise IdentityError("value_blocked")
    # Possible rather than valid: countries open number ranges faster than any table is updated.
    if not phonenumbers.is_possible_number(number):
        raise IdentityError("phone_invalid")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


NAMESPACES: dict[str, Namespace] = {
    namespace.code: namespace
    for namespace in (
        Namespace("crm", 1, 1, _record),
        Namespace("app", 2, 1, _as_written),
        Namespace("loyalty", 3, 1, _compact),
        Namespace("wechat_unionid", 4, 2, _as_written),
        Namespace("wechat_openid", 5, 5, _as_written),
        Namespace("line", 6, 2, _as_written),
        Namespace("card", 7, 3, _compact),
        Namespace("email", 8, 5, _email),
        # Networks give a number to somebody else after some months; three years unseen is beyond doubt.
        Namespace("phone", 9, 5, _phone, window=timedelta(days=1_095)),
        Namespace("device", 10, 10, _as_written, BLOCKED_DEVICES, timedelta(days=365), owners=5),
        Namespace("anonymous", 11, 15, _as_written, BLOCKED_DEVICES, timedelta(days=180), owners=5),
    )
}


def normalise_identifier(namespace: str, value: str) -> str:
    """The one way in which this value is written here; IdentityError when it identifies nobody."""
    kind = NAMESPACES.get(namespace)
    if kind is None:
        raise IdentityError("namespace_unknown")
    if is_placeholder(value, kind.blocked):
        raise IdentityError("value_blocked")
    if len(value) > _MAX_LENGTH:
        raise IdentityError("value_too_long")
    normal = kind.normalise(value)
    if is_placeholder(normal, kind.blocked):
        raise IdentityError("value_blocked")
    return normal
