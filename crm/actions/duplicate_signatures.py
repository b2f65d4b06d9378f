"""Keys and signatures of many clients at once."""

from collections.abc import Mapping

from django.db import connection, transaction

from crm.duplicates.record import Record
from crm.duplicates.signature import VERSION, signatures_of
from crm.queries.duplicate_signatures import Range, has_key_index, missing_between
from crm.queries.duplicates import hashed_keys, records_between, records_of

_COLUMNS = "client_id, version, keys, signature"
# Of a range with fewer gaps than this only the missing ones are read.
_FEW = 2_000


@transaction.atomic
def forget_changed_signatures() -> None:
    """Signatures of clients that changed, or made in another way, are made anew by whoever asks for missing ones."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM crm_duplicatesignature WHERE version <> %s", [VERSION])
        cursor.execute(
            "WITH changed AS (DELETE FROM crm_duplicatework RETURNING client_id)"
            " DELETE FROM crm_duplicatesignature AS held USING changed WHERE held.client_id = changed.client_id"
        )


@transaction.atomic
def write_missing_signatures(ids: Range) -> int:
    """Make those that the live clients of a range lack; how many."""
    missing = missing_between(ids)
    if not missing:
        return 0
    records = records_of(missing) if len(missing) <= _FEW else records_between(*ids)
    lacking = set(missing)
    _copy({client: record for client, record in records.items() if client in lacking})
    return len(missing)


def drop_key_index() -> None:
    """Filling an index of millions row by row takes many times what making it at once does."""
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX IF EXISTS signature_by_key")


@transaction.atomic
def make_key_index() -> None:
    """Unless it is there."""
    with connection.cursor() as cursor:
        if not has_key_index():
            cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
            cursor.execute(
                "CREATE INDEX signature_by_key ON crm_duplicatesignature USING gin (keys) WITH (fastupdate = off)"
            )
        cursor.execute("ANALYZE crm_duplicatesignature")


def _copy(records: Mapping[int, Record]) -> None:
    size, signatures = signatures_of([]).dtype.itemsize, signatures_of(list(records.values())).tobytes().hex()
    lines = [
        f"{client}\t{VERSION}\t{{{','.join(map(str, hashed_keys(record)))}}}"
        f"\t\\\\x{signatures[2 * size * place : 2 * size * (place + 1)]}\n"
        for place, (client, record) in enumerate(records.items())
    ]
    statement = f"COPY crm_duplicatesignature ({_COLUMNS}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write("".join(lines))
