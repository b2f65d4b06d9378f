"""How much one write key may send: counted in Redis, so that all processes count together."""

import logging
import time
from functools import cache

import redis
from django.conf import settings

from crm.ingest.errors import IngestError
from crm.models import Source

WINDOW_SECONDS = 60
log = logging.getLogger(__name__)


@cache
def _redis() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.5)


def charge(source: Source, events: int) -> None:
    """Count these events against the key's minute. Raises IngestError rate_limited (429) once it is used up.

    Redis can be lost at any moment and an event cannot: when it does not answer, everything is let in.
    """
    now = time.time()
    used = _count(f"ingest:{source.pk}:{int(now // WINDOW_SECONDS)}", events)
    if used > settings.INGEST_EVENTS_PER_MINUTE:
        wait = WINDOW_SECONDS - int(now % WINDOW_SECONDS)
        raise IngestError(
            "rate_limited", "This key sends too much. Wait, then send again.", status=429, retry_after=wait
        )


def _count(key: str, events: int) -> int:
    try:
        pipeline = _redis().pipeline(transaction=True)
        pipeline.incrby(key, events)
        pipeline.expire(key, 2 * WINDOW_SECONDS)
        return int(pipeline.execute()[0])
    except redis.RedisError as error:
        log.warning("Ingest is not rate limited: Redis does not answer (%s).", type(error).__name__)
        return 0
