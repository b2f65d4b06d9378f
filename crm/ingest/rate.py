"""How much one write key may send: counted in Redis, so that all processes count together."""

import logging
import time
from dataclasses import dataclass
from functools import cache
from threading import Lock

import redis
from django.conf import settings

from crm.ingest.errors import IngestError
from crm.models import Source

WINDOW_SECONDS = 60
# A process keeps its own count for so long before it tells Redis: asking with every request costs as much as
# checking its events. So a key is let in for a tenth of a second too long, unless it is near its limit.
TOLD_EVERY_SECONDS = 0.1
NEAR_THE_LIMIT = 0.9
log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Count:
    """What one key sent in one minute: ``total`` by all processes as far as is known, ``untold`` by this one since."""

    minute: int
    total: int = 0
    untold: int = 0
    told_at: float = 0.0

    @property
    def used(self) -> int:
        return self.total + self.untold


_lock = Lock()
_counts: dict[int, _Count] = {}


@cache
def _redis() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.5)


def charge(source: Source, events: int) -> None:
    """Count these events against the key's minute. Raises IngestError rate_limited (429) once it is used up.

    Redis can be lost at any moment and an event cannot: when it does not answer, everything is let in.
    """
    now = time.time()
    count, used, to_tell = _add(source.pk, events, now)
    if to_tell:
        told = _tell(f"ingest:{source.pk}:{count.minute}", to_tell)
        used = 0 if told is None else max(used, told)
        with _lock:
            # Answers may overtake each other; the count of a minute only grows.
            count.total = 0 if told is None else max(count.total, told)
    if used > settings.INGEST_EVENTS_PER_MINUTE:
        wait = WINDOW_SECONDS - int(now % WINDOW_SECONDS)
        raise IngestError(
            "rate_limited", "This key sends too much. Wait, then send again.", status=429, retry_after=wait
        )


def _add(key: int, events: int, now: float) -> tuple[_Count, int, int]:
    """The key's count of this minute, what it is with these, and how many events this thread is to tell Redis now."""
    minute = int(now // WINDOW_SECONDS)
    with _lock:
        count = _counts.get(key)
        if count is None or count.minute != minute:
            count = _counts[key] = _Count(minute)
        count.untold += events
        used = count.used
        is_near = used > NEAR_THE_LIMIT * settings.INGEST_EVENTS_PER_MINUTE
        if not is_near and now - count.told_at < TOLD_EVERY_SECONDS:
            return count, used, 0
        to_tell, count.untold, count.told_at = count.untold, 0, now
        count.total += to_tell
        return count, used, to_tell


def _tell(name: str, events: int) -> int | None:
    """How many events Redis has counted, these included; None when it does not answer."""
    try:
        pipeline = _redis().pipeline(transaction=True)
        pipeline.incrby(name, events)
        pipeline.expire(name, 2 * WINDOW_SECONDS)
        return int(pipeline.execute()[0])
    except redis.RedisError as error:
        log.warning("Ingest is not rate limited: Redis does not answer (%s).", type(error).__name__)
        return None
