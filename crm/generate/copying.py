"""COPY of rows already written as text, block by block."""

from collections.abc import Iterable

from django.db import connection
from tqdm import tqdm


def copy_blocks(table: str, columns: tuple[str, ...], blocks: Iterable[bytes], bar: "tqdm[None]") -> int:
    """COPY tab-separated lines, each with its line end, into the table; returns how many."""
    named, count = ", ".join(columns), 0
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({named}) FROM STDIN") as copy:
        for block in blocks:
            copy.write(block)
            rows = block.count(b"\n")
            count += rows
            bar.update(rows)
    return count


def next_id(table: str) -> int:
    """One more than the largest id there is."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COALESCE(max(id), 0) + 1 FROM {table}")  # noqa: S608
        return int(cursor.fetchone()[0])


def continue_sequence(table: str) -> None:
    """What is written next by anybody else gets an id after these."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table} HAVING max(id) > 0"  # noqa: S608
        )
