"""After a test with transactions of its own, only tables that have rows are emptied, and what stands comes back.

Django truncates every table: a hundred and thirty-five of them cost half a second on quiet cores, for the three or
four that a test wrote to. And it empties what the migrations put there, so that the next test would find no purposes.
"""

from collections.abc import Sequence
from typing import Any

import pytest
from django.apps import apps
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.models.signals import post_migrate

from consent.purposes import ensure_purposes
from consent.residency.defaults import ensure_transfer_rules

_truncates = DatabaseOperations.sql_flush


def sql_flush(operations: DatabaseOperations, style: Any, tables: Sequence[str], **options: Any) -> list[str]:
    """The statements that empty the tables. Deleting past triggers and foreign keys is a superuser's right."""
    with operations.connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if options.get("reset_sequences") or not cursor.fetchone()[0]:
            return _truncates(operations, style, tables, **options)
        names = [operations.quote_name(table) for table in tables]
        cursor.execute(" UNION ALL ".join(f"(SELECT '{name}' FROM {name} LIMIT 1)" for name in names))
        filled = [row[0] for row in cursor.fetchall()]
    return [
        "SET LOCAL session_replication_role = replica",
        *(f"DELETE FROM {name}" for name in filled),
        "SET LOCAL session_replication_role = origin",
    ]


def bring_back_what_stands(**facts: Any) -> None:
    """Django says "migrated" after each emptying, too."""
    ensure_purposes()
    ensure_transfer_rules()


@pytest.fixture(autouse=True, scope="session")
def only_what_has_rows() -> Any:
    patch, consent = pytest.MonkeyPatch(), apps.get_app_config("consent")
    patch.setattr(DatabaseOperations, "sql_flush", sql_flush)
    post_migrate.connect(bring_back_what_stands, sender=consent)
    yield
    post_migrate.disconnect(bring_back_what_stands, sender=consent)
    patch.undo()
