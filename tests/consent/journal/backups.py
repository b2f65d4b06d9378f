"""A backup of the test's own database, and its restoring: whole databases, by PostgreSQL itself."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection, connections
from psycopg import sql

# The highest number that each sequence gave before a backup took its place.
_given: dict[str, int] = {}


def back_up(name: str) -> None:
    _copy(connection.settings_dict["NAME"], name)


def restore(name: str) -> None:
    """The database is the backup from now on; what came after it is lost."""
    for sequence, number in _numbers():
        _given[sequence] = max(number, _given.get(sequence, 0))
    _copy(name, connection.settings_dict["NAME"])


def forget(name: str) -> None:
    """The backup is of no more use. Later tests get numbers that this process has not seen."""
    _drop(name)
    with connection.cursor() as cursor:
        for sequence, number in _numbers():
            if number < _given.get(sequence, 0):
                cursor.execute("SELECT setval(%s, %s)", [sequence, _given[sequence]])
    _given.clear()


def _numbers() -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename, coalesce(last_value, 0) FROM pg_sequences WHERE schemaname = 'public'")
        return cursor.fetchall()


def _drop(name: str) -> None:
    with _apart() as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _copy(source: str, target: str) -> None:
    _drop(target)
    with _apart() as cursor:
        # A thread of an earlier test may have ended without closing its connection.
        cursor.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [source])
        command = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        cursor.execute(command.format(sql.Identifier(target), sql.Identifier(source)))


@contextmanager
def _apart() -> Iterator[psycopg.Cursor]:
    """From another database, since one that somebody is connected to is not copied."""
    connections.close_all()
    held = {name: connection.settings_dict[name.upper()] for name in ("host", "user", "password", "port")}
    options = {name: value for name, value in held.items() if value}
    with psycopg.connect(dbname="postgres", autocommit=True, **options) as other, other.cursor() as cursor:
        yield cursor
