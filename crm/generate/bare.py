"""Tables without their indexes, foreign keys and triggers while they are filled; all as it was afterwards.

Within one transaction: whoever stops it half-way finds everything as it was.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from tqdm import tqdm

_CONSTRAINTS = """
    SELECT format('%%I', conname), pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid = %s::regclass AND contype IN ('p', 'u', 'f', 'x') AND conparentid = 0
        AND NOT EXISTS (SELECT FROM pg_constraint AS other WHERE other.confrelid = pg_constraint.conrelid
            AND pg_constraint.contype = 'p')
    ORDER BY contype DESC
"""
_INDEXES = """
    SELECT indexrelid::regclass::text, replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON ') FROM pg_index
    WHERE indrelid = %s::regclass AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
"""


@contextmanager
def bare_tables(tables: tuple[str, ...], bar: "tqdm[None]") -> Iterator[None]:
    """Within it the tables keep only the primary keys that others refer to; the rest is made
    again at the end, and checked.

    ``bar`` hears which index is being made. Call it in a transaction.
    """
    again = [statement for table in tables for statement in _strip(table)]
    yield
    bar.reset(total=len(again))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        for statement in again:
            bar.set_description_str(_what(statement))
            cursor.execute(statement)
            bar.update()


def _strip(table: str) -> list[str]:
    """Drops what a primary key is not, and returns the statements that make it again."""
    with connection.cursor() as cursor:
        # A table with checks still to come at commit cannot be altered: let them come now.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(_CONSTRAINTS, [table])
        constraints = cursor.fetchall()
        for name, _ in constraints:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        cursor.execute(_INDEXES, [table])
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    made = [f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}" for name, definition in constraints]
    return [definition for _, definition in indexes] + made + [f"ALTER TABLE {table} ENABLE TRIGGER USER"]


def _what(statement: str) -> str:
    """``CREATE UNIQUE INDEX one ON table`` is shown as ``index one``, what alters a table by its table's name."""
    words = statement.split()
    return f"index {words[words.index('INDEX') + 1]}" if words[0] == "CREATE" else f"keys of {words[2]}"
