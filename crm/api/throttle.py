"""How many calls one API key may make: counted in Redis, so that all processes count together."""

import logging
import time
from functools import cache
from typing import TYPE_CHECKING

import redis
from django.conf import settings
from rest_framework import exceptions, throttling
from rest_framework.request import Request

from crm.models import ApiKey

if TYPE_CHECKING:  # REST framework's views import this module by its settings
    from rest_framework.views import APIView

WINDOW_SECONDS = 60
log = logging.getLogger(__name__)


class TooManyCalls(exceptions.Throttled):
    """429 ``rate_limited``, with Retry-After."""

    default_code = "rate_limited"

    def __init__(self, wait: int) -> None:
        super().__init__(wait=wait)
        self.detail = exceptions.ErrorDetail("This key calls too often. Wait, then call again.", self.default_code)


class KeyThrottle(throttling.BaseThrottle):
    """``API_CALLS_PER_MINUTE`` of each key, by the minutes of the clock. What was refused counts as well."""

    def allow_request(self, request: Request, view: "APIView") -> bool:
        """Raises TooManyCalls. Without a key there is nothing to count: such a call was refused before."""
        if isinstance(request.auth, ApiKey):
            charge(request.auth.pk)
        return True


def charge(key_id: int) -> None:
    """Count one call of this key. Raises TooManyCalls once its minute is used up.

    Redis can be lost at any moment: when it does not answer, everything is let in.
    """
    now = time.time()
    calls = _count(f"api:{key_id}:{int(now // WINDOW_SECONDS)}")
    if calls is not None and calls > settings.API_CALLS_PER_MINUTE:
        raise TooManyCalls(WINDOW_SECONDS - int(now % WINDOW_SECONDS))


def _count(name: str) -> int | None:
    """How many calls Redis has counted, this one included: one step for all processes. None when it does not answer."""
    try:
        pipeline = _redis().pipeline(transaction=True)
        pipeline.incr(name)
        pipeline.expire(name, 2 * WINDOW_SECONDS)
        return int(pipeline.execute()[0])
    except redis.RedisError as error:
        log.warning("Calls of keys are not limited: Redis does not answer (%s).", type(error).__name__)
        return None


@cache
def _redis() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.5)
