"""What is kept already of a staged chunk, and which of its lines contradict that. Reads; writes temporary tables."""

from django.db.backends.utils import CursorWrapper

from crm.identity.bulk import known_clients
from crm.ingest.files.errors import Reject
from crm.ingest.files.kinds.purchases.tables import note_clients, staged_customers


def drop_kept(cursor: CursorWrapper, brand_id: int | None, source: str) -> list[Reject]:
    """Take out of the chunk whatever is kept, and whatever contradicts it; the latter is returned."""
    purchase_ids = _find_purchases(cursor, brand_id, source)
    if not purchase_ids:
        return []
    rejects = _drop_contradicting_receipts(cursor, purchase_ids)
    _note_kept_lines(cursor, purchase_ids)
    return rejects + _drop_kept_lines(cursor)


def _find_purchases(cursor: CursorWrapper, brand_id: int | None, source: str) -> list[int]:
    """Note the purchase of every receipt that is kept already."""
    cursor.execute("SELECT reference FROM import_receipt")
    references = [row[0] for row in cursor.fetchall()]
    cursor.execute(
        "SELECT source_ref, id FROM crm_purchase WHERE brand_id = %s AND source = %s AND source_ref = ANY(%s)",
        [brand_id, source, references],
    )
    note_purchases(cursor, dict(cursor.fetchall()))
    cursor.execute("SELECT purchase_id FROM import_receipt WHERE purchase_id IS NOT NULL")
    return [row[0] for row in cursor.fetchall()]


def note_purchases(cursor: CursorWrapper, ids: dict[str, int]) -> None:
    """Reference to purchase, into import_receipt."""
    if ids:
        cursor.execute(
            "UPDATE import_receipt r SET purchase_id = k.id FROM unnest(%s::text[], %s::bigint[]) AS k (reference, id)"
            " WHERE k.reference = r.reference",
            [list(ids), list(ids.values())],
        )


def _drop_contradicting_receipts(cursor: CursorWrapper, purchase_ids: list[int]) -> list[Reject]:
    """Take out the lines of receipts that are kept with another customer, currency or kind."""
    note_clients(cursor, known_clients("crm", staged_customers(cursor)))
    cursor.execute(
        """
        WITH kept AS MATERIALIZED (
            SELECT p.id, p.currency, p.kind,
                (SELECT COALESCE(c.canonical_id, c.id) FROM crm_client c WHERE c.id = p.client_id) AS client_id
            FROM crm_purchase p WHERE p.id = ANY(%s)
        )
        SELECT r.reference FROM import_receipt r JOIN kept k ON k.id = r.purchase_id
            LEFT JOIN import_client c ON c.customer = r.customer
        WHERE r.kept > 0 AND (k.currency <> r.currency OR k.kind <> r.kind
            OR (r.customer <> '' AND k.client_id IS NOT NULL AND c.client_id IS DISTINCT FROM k.client_id))
        """,
        [purchase_ids],
    )
    references = [row[0] for row in cursor.fetchall()]
    cursor.execute("DELETE FROM import_line WHERE reference = ANY(%s) RETURNING line, reference", [references])
    reason = "{} is kept already with another customer, currency or kind"
    return [Reject(line, "receipt_conflict", reason.format(reference)) for line, reference in cursor.fetchall()]


def _note_kept_lines(cursor: CursorWrapper, purchase_ids: list[int]) -> None:
    cursor.execute(
        "INSERT INTO import_kept_line SELECT purchase_id, number, sku, quantity, unit_price FROM crm_purchaseline"
        " WHERE purchase_id = ANY(%s)",
        [purchase_ids],
    )
    cursor.execute("ANALYZE import_kept_line, import_receipt")


def _drop_kept_lines(cursor: CursorWrapper) -> list[Reject]:
    """Take out lines whose position on the receipt is kept: silently when it is the same, else as rejects."""
    cursor.execute(
        """
        DELETE FROM import_line l USING import_receipt r JOIN import_kept_line k USING (purchase_id)
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
