"""Personal data out of what is stored as behaviour.

An address, a telephone number or a name belongs to the client and the identifiers, never to the interaction
store: there it would outlive a correction and escape an erasure. Fields are known by their key; an e-mail
address is also known by its look, in any text, written plainly or percent-encoded, in a URL or elsewhere.
"""

import re
from typing import Any

REDACTED = "[redacted]"
_KEYS = frozenset(
    {
        "email", "mail", "phone", "tel", "mobile", "firstname", "lastname", "givenname", "familyname", "fullname",
        "surname", "birthday", "birthdate", "dateofbirth", "dob", "address", "streetaddress", "street", "username",
        "password", "ip", "ipaddress", "creditcard", "cardnumber",
    }
)  # fmt: skip
_KEY_ENDS = ("email", "emailaddress", "phone", "phonenumber", "firstname", "lastname")
_TRAIT_KEYS = _KEYS | {"name", "avatar"}
_PARAMETERS = ("email", "mail", "phone", "tel", "mobile", "firstname", "lastname")
# Letters that are written between the words of a key in some houses, and not in others.
_JOINTS = b"_- "
# Whoever has none of these in the raw bytes has nothing to take out, and is not taken apart.
_MARKERS = tuple(
    marker.encode()
    for marker in (
        "@", "%40", "%25", "＠", "\\u", '"traits"',
        *(f'"{key}"' for key in sorted(_KEYS) if not key.endswith(_KEY_ENDS)),
        *(f'{end}"' for end in _KEY_ENDS),
        *(f"{name}=" for name in _PARAMETERS),
    )
)  # fmt: skip
# What ends a word. Each word is looked at once, so that no text, however long, costs more than its length.
_WORD = re.compile(r"[^\s<>\"'=&?/#:;,()\[\]{}|\\]+")
_ADDRESS = re.compile(r".(?:@|＠|%(?:25)*40)(?!\dx\b).", re.IGNORECASE | re.DOTALL)
_PARAMETER = re.compile(r"(?i)([?&](?:e-?mail|phone|tel|mobile|first_?name|last_?name)=)[^&#\s]+")


def may_be_personal(raw: bytes) -> bool:
    """Whether these bytes of JSON must be looked at more closely. A yes may be wrong, a no is not."""
    plain = raw.lower().translate(None, _JOINTS)
    for marker in _MARKERS:  # noqa: SIM110 - a generator takes twice as long, on every call of every batch
        if marker in plain:
            return True
    return False


def redact_text(text: str) -> str:
    """The text without e-mail addresses and without personal parameters of a URL."""
    return _WORD.sub(_blot, _PARAMETER.sub(rf"\1{REDACTED}", text))


def redact_object(value: dict[str, Any], *, is_traits: bool = False) -> tuple[dict[str, Any], set[str]]:
    """A copy without personal data, and the keys that lost something. ``traits`` also lose name and avatar."""
    taken: set[str] = set()
    return _object(value, _TRAIT_KEYS if is_traits else _KEYS, taken), taken


def _object(value: dict[str, Any], keys: frozenset[str], taken: set[str]) -> dict[str, Any]:
    kept = {}
    for key, item in value.items():
        clean_key = redact_text(key)
        if _is_personal_key(key, keys) and item is not None and not isinstance(item, bool):
            taken.add(clean_key)
        else:
            inner = _TRAIT_KEYS if key == "traits" else keys
            kept[clean_key] = _item(item, inner, taken, clean_key)
    return kept


def _item(item: Any, keys: frozenset[str], taken: set[str], key: str) -> Any:
    if isinstance(item, str):
        text = redact_text(item)
        if text != item:
            taken.add(key)
        return text
    if isinstance(item, dict):
        return _object(item, keys, taken)
    if isinstance(item, list):
        return [_item(each, keys, taken, key) for each in item]
    return item


def _is_personal_key(key: str, keys: frozenset[str]) -> bool:
    plain = key.lower().replace("_", "").replace("-", "").replace(" ", "")
    return plain in keys or plain.endswith(_KEY_ENDS)


def _blot(word: re.Match[str]) -> str:
    return REDACTED if _ADDRESS.search(word.group()) else word.group()
