"""Log-ins with an address that has no account: counted and locked as one that has, so that the answer tells nobody
which it is.

In the cache, which may be lost: a stranger's address is nothing that could be broken into.
"""

import logging
from datetime import timedelta

from django.core.cache import cache
from redis.exceptions import RedisError

from clienteling.lib.tokens import hash_code

# The failures of an account stand until its next log-in.
COUNTED_FOR = timedelta(days=30)
logger = logging.getLogger(__name__)


def fails_unlocked(address: str, *, maximum: int, locked_for: timedelta) -> bool:
    """Counts a failure; False while the address is locked by ``maximum`` of them."""
    name = f"unknown-log-in:{hash_code(address)}"
    try:
        if cache.get(f"{name}:locked"):
            return False
        if _counted(name) >= maximum:
            cache.set(f"{name}:locked", 1, timeout=locked_for.total_seconds())
            cache.delete(name)
    except RedisError as error:
        logger.warning("Log-ins of strangers are not counted: %s", type(error).__name__)
    return True


def _counted(name: str) -> int:
    cache.add(name, 0, timeout=COUNTED_FOR.total_seconds())
    try:
        return int(cache.incr(name))
    except ValueError:
        # It was locked, or forgotten, between the two statements.
        return 1
