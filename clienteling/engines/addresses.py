"""The two addresses that everything else needs: known before anything is started."""

import os
from dataclasses import dataclass

from .place import current_place
from .urls import socket_database_url, socket_redis_url

DATABASE = "clienteling"
DATABASE_USER = "clienteling"


@dataclass(frozen=True)
class Addresses:
    """`database_url` for parse_database_url, `redis_url` for redis-py; each says whether it is embedded."""

    database_url: str
    redis_url: str
    is_database_embedded: bool
    is_redis_embedded: bool


def addresses() -> Addresses:
    """Read DATABASE_URL and REDIS_URL, else derive the embedded sockets. Starts nothing, touches no file."""
    place = current_place()
    database_url = os.environ.get("DATABASE_URL")
    redis_url = os.environ.get("REDIS_URL")
    return Addresses(
        database_url=database_url or socket_database_url(str(place.run), name=DATABASE, user=DATABASE_USER),
        redis_url=redis_url or socket_redis_url(str(place.redis_socket)),
        is_database_embedded=not database_url,
        is_redis_embedded=not redis_url,
    )
