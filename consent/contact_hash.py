"""The keyed hash under which a contact point stands in the ledgers, and what a change of its key makes of it.

Under the first key an address is hashed by itself; under each later key, the hash under the one before is hashed again:
``h0 = HMAC(k0, channel:address)``, ``h1 = HMAC(k1, h0)``. So a hash is carried under a newer key without the address,
which the house may have forgotten on purpose, and whoever has a former key alone can try no address against it. A later
hash begins with the mark of its keys, so that it says itself under which it stands (RFC 2104 §5 allows to cut a MAC
down to half of its length; 220 bits stay).
"""

import hashlib
import hmac
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

Contact = tuple[str, str]
"""A channel and a normalised address."""
MARK = 8
LENGTH = 64


def contact_hash(channel: str, value: str) -> str:
    """HMAC-SHA-256 in hexadecimal of a channel and a normalised address, under the house's own key."""
    return _family(channel, value)[_current()]


def contact_hashes(channel: str, value: str) -> list[str]:
    """Under every known key, oldest first: under one of them the address stands, if it does."""
    return _family(channel, value)


def first_hash(channel: str, value: str) -> str:
    """Under the oldest key: the same for ever."""
    return _family(channel, value)[0]


def later_hashes(stored: str) -> list[str]:
    """A hash as it is kept, then under each later key. Alone when its key is not known."""
    chain, mark = _keys(), mark_of(stored)
    marks = list(key_marks(chain))
    hashes = [stored]
    for index in range(marks.index(mark) + 1 if mark in marks else len(chain), len(chain)):
        hashes.append(_under(chain[index], marks[index], hashes[-1]))
    return hashes


def newest_hash(stored: str) -> str:
    """By this, two hashes of one address are the same, whatever their keys."""
    return later_hashes(stored)[-1]


def mark_of(stored: str) -> str:
    """Of the keys that it was made with; empty for the first key."""
    return stored[:MARK] if stored[MARK : MARK + 1] == "." else ""


def current_mark() -> str:
    return known_marks()[_current()]


def known_marks() -> tuple[str, ...]:
    """Of every known key, oldest first."""
    return key_marks(_keys())


def is_key_changing() -> bool:
    """Whether an address may stand under more than one hash."""
    return len(_keys()) > 1


def has_next_key() -> bool:
    """Whether another process may write under a newer key than this one does."""
    return bool(settings.NEXT_CONTACT_HASH_KEY)


@lru_cache(maxsize=8)
def key_marks(chain: tuple[str, ...]) -> tuple[str, ...]:
    """Each key's, given those before it. Raises ImproperlyConfigured where a key stands there twice."""
    if len(set(chain)) != len(chain):
        raise ImproperlyConfigured("One key stands twice among the keys of contact hashes; see docs/security.md.")
    marks = [""]
    for key in chain[1:]:
        marks.append(_mac(key, f"mark:{marks[-1]}")[:MARK])
    return tuple(marks)


def _keys() -> tuple[str, ...]:
    """Oldest first."""
    following = [settings.NEXT_CONTACT_HASH_KEY] if has_next_key() else []
    return (*reversed(settings.OLD_CONTACT_HASH_KEYS), settings.CONTACT_HASH_KEY, *following)


def _current() -> int:
    return len(settings.OLD_CONTACT_HASH_KEYS)


def _family(channel: str, value: str) -> list[str]:
    return later_hashes(_mac(_keys()[0], f"{channel}:{value.strip().casefold()}"))


def _under(key: str, mark: str, earlier: str) -> str:
    return f"{mark}.{_mac(key, earlier)}"[:LENGTH]


def _mac(key: str, message: str) -> str:
    return hmac.new(key.encode(), message.encode(), hashlib.sha256).hexdigest()
