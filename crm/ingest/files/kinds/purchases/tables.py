"""The temporary tables of a purchases import, and what is asked of a chunk that lies in them.

``import_line``, ``import_receipt`` and ``import_client`` hold one chunk. ``import_seen_receipt`` and
``import_seen_customer`` hold what the whole file had so far; they are rebuilt when a run is resumed.
The two ``import_new_`` tables are filled by a dry run.
"""

from decimal import Decimal

from django.db.backends.utils import CursorWrapper

from crm.identity.bulk import known_clients
from crm.ingest.files.errors import Reject
from crm.ingest.files.kinds.purchases.parse import PurchasesChunk
from crm.models import Purchase

CHUNK_TABLES = ("import_line", "import_receipt", "import_client")
FILE_TABLES = ("import_seen_receipt", "import_seen_customer", "import_new_receipt", "import_new_sku")
DEFINITIONS = """
CREATE TEMPORARY TABLE import_line (
    line bigint, reference text, ordinal int, customer text, currency text, sku text, is_product boolean,
    description text, quantity int, unit_price numeric
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE import_receipt (
    reference text, lines int, kept int, kind text, customer text, country text, client_country text,
    boutique_id bigint, currency text, occurred_at timestamptz, seen int DEFAULT 0, purchase_id bigint
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE import_client (customer text, client_id bigint) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE import_seen_receipt (reference text PRIMARY KEY, lines int, kept int, kind text);
CREATE TEMPORARY TABLE import_seen_customer (customer text PRIMARY KEY);
CREATE TEMPORARY TABLE import_new_receipt (reference text PRIMARY KEY, is_added boolean, lines int);
CREATE TEMPORARY TABLE import_new_sku (sku text PRIMARY KEY);
"""
COPY_LINES = (
    "COPY import_line FROM STDIN (FORMAT csv, FORCE_NOT_NULL (reference, customer, currency, sku, description))"
)
COPY_RECEIPTS = (
    "COPY import_receipt (reference, lines, kept, kind, customer, country, client_country, boutique_id, currency,"
    " occurred_at) FROM STDIN"
    " (FORMAT csv, FORCE_NOT_NULL (reference, kind, customer, country, client_country, currency))"
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
    # Without statistics the planner takes 20,000 lines for a few.
    cursor.execute("ANALYZE import_line (reference, sku), import_receipt (reference, customer)")


def staged_figures(cursor: CursorWrapper) -> dict[str, int | Decimal]:
    """Lines without a customer, and the net by currency as ``net GBP``."""
    cursor.execute(
        "SELECT currency, count(*) FILTER (WHERE customer = ''), sum(round(quantity * unit_price, 2))"
        " FROM import_line GROUP BY currency"
    )
    rows = cursor.fetchall()
    return {"lines_without_customer": sum(row[1] for row in rows)} | {f"net {row[0]}": row[2] for row in rows}


def find_kept_purchases(cursor: CursorWrapper, brand_id: int | None, source: str) -> int:
    """Note the purchase of every receipt that is kept already. Returns how many are."""
    cursor.execute(
        "UPDATE import_receipt r SET purchase_id = p.id FROM crm_purchase p"
        " WHERE p.brand_id = %s AND p.source = %s AND p.source_ref = r.reference",
        [brand_id, source],
    )
    return cursor.rowcount


def drop_contradicting_receipts(cursor: CursorWrapper) -> list[Reject]:
    """Take out the lines of receipts that are kept with another customer, currency or kind."""
    _note_known_clients(cursor)
    cursor.execute(
        """
        DELETE FROM import_line l USING import_receipt r
            JOIN crm_purchase p ON p.id = r.purchase_id
            LEFT JOIN crm_client owner ON owner.id = p.client_id
            LEFT JOIN import_client c ON c.customer = r.customer
        WHERE l.reference = r.reference AND (
            p.currency <> r.currency OR p.kind <> r.kind
            OR (r.customer <> '' AND c.client_id IS DISTINCT FROM COALESCE(owner.canonical_id, owner.id)
                AND owner.id IS NOT NULL))
        RETURNING l.line, l.reference
        """
    )
    reason = "{} is kept already with another customer, currency or kind"
    return [Reject(line, "receipt_conflict", reason.format(reference)) for line, reference in cursor.fetchall()]


def _note_known_clients(cursor: CursorWrapper) -> None:
    note_clients(cursor, known_clients("crm", list(staged_customers(cursor))))


def staged_customers(cursor: CursorWrapper) -> dict[str, str]:
    """Customer to the country of the first receipt that names it."""
    cursor.execute(
        "SELECT DISTINCT ON (customer) customer, client_country FROM import_receipt"
        " WHERE customer <> '' ORDER BY customer, occurred_at, reference"
    )
    return dict(cursor.fetchall())


def note_clients(cursor: CursorWrapper, ids: dict[str, int]) -> None:
    """Fill import_client anew."""
    cursor.execute("DELETE FROM import_client")
    cursor.execute(
        "INSERT INTO import_client SELECT * FROM unnest(%s::text[], %s::bigint[])", [list(ids), list(ids.values())]
    )


def drop_kept_lines(cursor: CursorWrapper) -> list[Reject]:
    """Take out lines whose position on the receipt is kept: silently when it is the same, else as rejects."""
    cursor.execute(
        """
        DELETE FROM import_line l USING import_receipt r JOIN crm_purchaseline k ON k.purchase_id = r.purchase_id
        WHERE l.reference = r.reference AND k.number = r.seen + l.ordinal
        RETURNING l.line, l.reference, k.number,
            (k.sku, k.quantity, k.unit_price) IS NOT DISTINCT FROM (l.sku, l.quantity, l.unit_price)
        """
    )
    return [
        Reject(line, "line_conflict", f"{reference} has another line {number} already")
        for line, reference, number, is_same in cursor.fetchall()
        if not is_same
    ]


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


def note_foreseen(cursor: CursorWrapper) -> None:
    """Note which receipts, lines and SKUs of the chunk are not kept yet."""
    cursor.execute(
        "INSERT INTO import_new_receipt SELECT reference, bool_and(r.purchase_id IS NULL), count(*)"
        " FROM import_line JOIN import_receipt r USING (reference) GROUP BY reference"
        " ON CONFLICT (reference) DO UPDATE SET lines = import_new_receipt.lines + excluded.lines"
    )
    cursor.execute(
        "INSERT INTO import_new_sku SELECT DISTINCT sku FROM import_line l WHERE is_product"
        " AND NOT EXISTS (SELECT FROM crm_variant v WHERE v.sku = l.sku) ON CONFLICT DO NOTHING"
    )


def foreseen(cursor: CursorWrapper, *, makes_products: bool) -> dict[str, int]:
    """What an import of the file would add: purchases, lines, clients, products."""
    cursor.execute(
        "SELECT (SELECT count(*) FROM import_new_receipt WHERE is_added),"
        " (SELECT COALESCE(sum(lines), 0) FROM import_new_receipt),"
        " (SELECT count(*) FROM import_seen_customer s WHERE NOT EXISTS (SELECT FROM crm_identifier i"
        " WHERE i.namespace = 'crm' AND i.value = s.customer AND i.retracted_at IS NULL)),"
        " (SELECT count(*) FROM import_new_sku)"
    )
    purchases, lines, clients, products = cursor.fetchone()
    return {"purchases": purchases, "lines": lines, "clients": clients, "products": products if makes_products else 0}
