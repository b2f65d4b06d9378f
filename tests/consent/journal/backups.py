"""A backup of the test's own database, and its restoring: whole databases, by PostgreSQL itself."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection, connections
from psycopg import sql


def back_up(name: str) -> None:
    _copy(connection.settings_dict["NAME"], name)


def restore(name: str) -> None:
    """The database is the backup from now on; what came after it is lost."""
    _copy(name, connection.settings_dict["NAME"])


def forget(name: str) -> None:
    with _apart() as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _copy(source: str, target: str) -> None:
    forget(target)
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
