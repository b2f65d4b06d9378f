"""COPY of rows already written as text, block by block: memory stays the same whatever the size."""

from collections.abc import Iterable
from itertools import islice

from django.db import connection
from tqdm import tqdm

BLOCK = 2_000
NULL = "\\N"


def copy_lines(table: str, columns: tuple[str, ...], lines: Iterable[str], bar: "tqdm[None]") -> int:
    """COPY tab-separated lines, each with its line end, into the table; returns how many."""
    named, count, left = ", ".join(columns), 0, iter(lines)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({named}) FROM STDIN") as copy:
        while block := list(islice(left, BLOCK)):
            copy.write("".join(block))
            count += len(block)
            bar.update(len(block))
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
