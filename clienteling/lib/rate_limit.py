"""How often somebody may try: counted in the cache, which may be lost."""

import logging

from django.core.cache import cache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


def is_within_limit(key: str, *, maximum: int, seconds: int) -> bool:
    """Counts this attempt, and says whether it is among the first ``maximum`` of its window of ``seconds``.

    Without a cache nobody is stopped: what this guards is a second door behind a code that cannot be guessed.
    """
    try:
        cache.add(f"attempts:{key}", 0, timeout=seconds)
        return bool(cache.incr(f"attempts:{key}") <= maximum)
    except ValueError:
        # The window ended between the two statements: this is the first attempt of the next.
        return True
    except RedisError as error:
        logger.warning("Attempts are not counted, the cache does not answer: %s", type(error).__name__)
        return True
