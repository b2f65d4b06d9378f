"""PostgreSQL and Redis: those that the environment names, or those that start by themselves in development."""

import os

from clienteling.engines.addresses import addresses
from clienteling.engines.urls import celery_url, parse_database_url
from clienteling.settings.environment import IS_PRODUCTION, required

if IS_PRODUCTION:
    required("DATABASE_URL", "")
    required("REDIS_URL", "")
_stores = addresses()
DATABASES = {
    "default": {
        **parse_database_url(_stores.database_url),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }
}
# The large statements of a client's page are prepared on each connection (clienteling.lib.compiled).
if os.environ.get("DATABASE_PREPARE", "1") != "0":
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("prepare_threshold", 2)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = _stores.redis_url
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
CELERY_BROKER_URL = celery_url(REDIS_URL)
