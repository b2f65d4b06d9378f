"""The temporary tables of a purchases import.

``import_line``, ``import_receipt`` and those named after what they note hold one chunk.
``import_seen_receipt`` and ``import_seen_customer`` hold what the whole file had so far; they are rebuilt
when a run is resumed. The ``import_new_`` tables are filled by a dry run.

Statements never join these tables to the large ones: they look the large ones up by a list of values, put what
they find into a temporary table, and join that. A join would hang on how old the statistics of a growing table
are, and the plan for a table that was empty an hour ago compares every line with every row.
"""

from collections.abc import Iterable
from decimal import Decimal

from django.db.backends.utils import CursorWrapper

from crm.ingest.files.kinds.purchases.parse import PurchasesChunk
from crm.models import Purchase

CHUNK_TABLES = ("import_line", "import_receipt", "import_client", "import_article", "import_kept_line")
FILE_TABLES = ("import_seen_receipt", "import_seen_customer", "import_new_receipt", "import_new_sku")
DEFINITIONS = """
CREATE TEMPORARY TABLE import_line (
    line bigint, reference text, ordinal int, customer text, currency text, sku text, is_product boolean,
    description text, quantity int, unit_price numeric
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE import_receipt (
    reference text, lines int, kept int, kind text, customer text, country text, client_country text,
    boutique_id bigint, currency text, occurred_at timestamptz, order_ref text, seen int DEFAULT 0, purchase_id bigint,
    is_told boolean DEFAULT false
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE import_client (customer text, client_id bigint) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE import_article (sku text, variant_id bigint, product_id bigint) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE import_kept_line (
    purchase_id bigint, number int, sku text, quantity int, unit_price numeric
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE import_seen_receipt (reference text PRIMARY KEY, lines int, kept int, kind text);
CREATE TEMPORARY TABLE import_seen_customer (customer text PRIMARY KEY);
CREATE TEMPORARY TABLE import_new_receipt (
    reference text PRIMARY KEY, is_added boolean, lines int, is_told boolean
);
CREATE TEMPORARY TABLE import_new_sku (sku text PRIMARY KEY);
"""
COPY_LINES = (
    "COPY import_line FROM STDIN (FORMAT csv, FORCE_NOT_NULL (reference, customer, currency, sku, description))"
)
COPY_RECEIPTS = (
    "COPY import_receipt (reference, lines, kept, kind, customer, country, client_country, boutique_id, currency,"
    " occurred_at, order_ref) FROM STDIN"
    " (FORMAT csv, FORCE_NOT_NULL (reference, kind, customer, country, client_country, currency, order_ref))"
)


def make_tables(cursor: CursorWrapper) -> None:
    cursor.execute(f"DROP TABLE IF EXISTS {', '.join(CHUNK_TABLES + FILE_TABLES)}")
    cursor.execute(DEFINITIONS)


def stage_chunk(cursor: CursorWrapper, chunk: PurchasesChunk) -> None:
    """Copy the chunk in, and say of each receipt how many of its lines the file had before."""
    for table in CHUNK_TABLES:
        # They empty themselves on commit; within a longer transaction they do not.
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608
    for statement, text in ((COPY_LINES, chunk.lines), (COPY_RECEIPTS, chunk.receipts)):
        with cursor.copy(statement) as copy:
            copy.write(text)
    cursor.execute(
        "UPDATE import_receipt r SET seen = s.lines FROM import_seen_receipt s WHERE s.reference = r.reference"
    )
    cursor.execute("ANALYZE import_line (reference, sku), import_receipt (reference, customer)")


def staged_figures(cursor: CursorWrapper) -> dict[str, int | Decimal]:
    """Lines without a customer, and the net by currency as ``net GBP``."""
    cursor.execute(
        "SELECT currency, count(*) FILTER (WHERE customer = ''), sum(round(quantity * unit_price, 2))"
        " FROM import_line GROUP BY currency"
    )
    rows = cursor.fetchall()
    return {"lines_without_customer": sum(row[1] for row in rows)} | {f"net {row[0]}": row[2] for row in rows}


def staged_customers(cursor: CursorWrapper) -> dict[str, str]:
    """Customer to the country of the first receipt that names it."""
    cursor.execute(
        "SELECT DISTINCT ON (customer) customer, client_country FROM import_receipt"
        " WHERE customer <> '' ORDER BY customer, occurred_at, reference"
    )
    return dict(cursor.fetchall())


def note_clients(cursor: CursorWrapper, ids: dict[str, int]) -> None:
    """Fill import_client anew."""
    fill(cursor, "import_client", ids.items(), "text", "bigint")


def fill(cursor: CursorWrapper, table: str, rows: Iterable[tuple[object, ...]], *types: str) -> None:
    """Put these rows, and no others, into a temporary table whose columns have these types."""
    columns = list(zip(*rows, strict=True)) or [()] * len(types)
    arrays = ", ".join(f"%s::{each}[]" for each in types)
    cursor.execute(f"DELETE FROM {table}")  # noqa: S608
    cursor.execute(f"INSERT INTO {table} SELECT * FROM unnest({arrays})", [list(each) for each in columns])  # noqa: S608
    cursor.execute(f"ANALYZE {table}")


def settle_chunk(cursor: CursorWrapper) -> None:
    """Add the chunk to what the file had so far."""
    cursor.execute(
        "INSERT INTO import_seen_receipt SELECT reference, lines, kept, kind FROM import_receipt"
        " ON CONFLICT (reference) DO UPDATE SET lines = import_seen_receipt.lines + excluded.lines,"
        " kept = import_seen_receipt.kept + excluded.kept, kind = greatest(import_seen_receipt.kind, excluded.kind)"
    )
    cursor.execute(
        "INSERT INTO import_seen_customer SELECT DISTINCT customer FROM import_receipt WHERE customer <> ''"
        " ON CONFLICT DO NOTHING"
    )


def file_totals(cursor: CursorWrapper) -> dict[str, int]:
    """Distinct invoices that had a good line, those of them cancelled, and distinct clients of the whole file."""
    cursor.execute(
        "SELECT count(*), count(*) FILTER (WHERE kind = %s) FROM import_seen_receipt WHERE kept > 0",
        [Purchase.Kind.RETURN.value],
    )
    invoices, cancelled = cursor.fetchone()
    cursor.execute("SELECT count(*) FROM import_seen_customer")
    return {"invoices": invoices, "cancelled": cancelled, "clients": cursor.fetchone()[0]}
