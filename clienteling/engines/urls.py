"""Engine URLs in the forms that Django, redis-py and Celery each want."""

from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from .errors import EngineError

DATABASE_SCHEMES = ("postgresql", "postgres")


def parse_database_url(url: str) -> dict[str, Any]:
    """Return the entry of Django's DATABASES for a libpq URL.

    ``postgresql://user:password@host:5432/name?sslmode=require`` and the socket form
    ``postgresql:///name?host=/folder&user=name`` are both understood; every other parameter of the query
    becomes a libpq option. Raises EngineError for another scheme, a bad port or no database name.
    """
    parts = urlsplit(url)
    if parts.scheme not in DATABASE_SCHEMES:
        raise EngineError(f"DATABASE_URL must begin with postgresql://, not {parts.scheme or 'nothing'}://.")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    if (threshold := str(options.get("prepare_threshold", ""))).isdigit():
        # The one option that psycopg itself reads, and compares with a number.
        options["prepare_threshold"] = int(threshold)
    name = unquote(parts.path.removeprefix("/")) or options.pop("dbname", "")
    if not name:
        raise EngineError("DATABASE_URL names no database: postgresql://user:password@host:5432/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": options.pop("user", unquote(parts.username or "")),
        "PASSWORD": options.pop("password", unquote(parts.password or "")),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": options.pop("port", str(_port(url) or "")),
        "OPTIONS": options,
    }


def _port(url: str) -> int | None:
    try:
        return urlsplit(url).port
    except ValueError as error:
        raise EngineError("DATABASE_URL has a port that is not a number from 0 to 65535.") from error


def socket_database_url(folder: str, *, name: str, user: str) -> str:
    return f"postgresql:///{quote(name)}?{urlencode({'host': folder, 'user': user})}"


def socket_redis_url(path: str) -> str:
    return f"unix://{quote(path)}?db=0"


def celery_url(redis_url: str) -> str:
    """Return the broker URL for a Redis URL; only the socket form differs (``redis+socket://``)."""
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    database = dict(parse_qsl(parts.query)).get("db", "0")
    return f"redis+socket://{parts.path}?virtual_host={database}"
