"""Everywhere a word could be: every table of the database, Redis, files."""

from collections.abc import Iterable
from pathlib import Path

import redis
from django.conf import settings
from django.db import connection


def tables_with(words: Iterable[str]) -> dict[str, list[str]]:
    """Of every table there is, those of whose rows' text one holds one of these words, and which; any case.

    Also written as bytes, which the text of a row shows in hexadecimal.
    """
    wanted = [word.casefold() for word in words]
    wanted += [word.encode().hex() for word in wanted]
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        names = [row[0] for row in cursor.fetchall()]
        found = {}
        for name in names:
            cursor.execute(f"SELECT coalesce(string_agg(lower(t::text), ' '), '') FROM \"{name}\" t")  # noqa: S608
            [[text]] = cursor.fetchall()
            if held := [word for word in wanted if word in text]:
                found[name] = held
    return found


def keys_with(words: Iterable[str]) -> list[str]:
    """Keys of Redis that hold one of these words in their name or value."""
    server, wanted = redis.Redis.from_url(settings.REDIS_URL), [word.encode() for word in words]
    return [
        key.decode() for key in server.scan_iter() if any(word in key + (server.dump(key) or b"") for word in wanted)
    ]


def files_with(words: Iterable[str], *folders: Path) -> list[str]:
    wanted = [word.encode() for word in words]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return [str(path) for path in files if any(word in path.read_bytes() for word in wanted)]
