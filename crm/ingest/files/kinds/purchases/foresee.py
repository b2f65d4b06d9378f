"""What a dry run says that an import would add."""

from django.db.backends.utils import CursorWrapper

from crm.identity.bulk import known_clients
from crm.ingest.files.kinds.purchases.catalogue import note_articles
from crm.models import Brand

BATCH = 5_000


def note_foreseen(cursor: CursorWrapper, brand: Brand) -> None:
    """Note which receipts, lines and SKUs of the chunk are not kept yet."""
    cursor.execute(
        "INSERT INTO import_new_receipt (reference, is_added, lines, is_told)"
        " SELECT reference, bool_and(r.purchase_id IS NULL AND NOT r.is_told), count(*), bool_or(r.is_told)"
        " FROM import_line JOIN import_receipt r USING (reference) GROUP BY reference"
        " ON CONFLICT (reference) DO UPDATE SET lines = import_new_receipt.lines + excluded.lines"
    )
    unknown = note_articles(cursor, brand)
    cursor.execute("INSERT INTO import_new_sku SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING", [unknown])


def foreseen(cursor: CursorWrapper, *, makes_products: bool) -> dict[str, int]:
    """Numbers of new purchases, lines, clients and products, once the whole file was noted."""
    cursor.execute(
        "SELECT count(*) FILTER (WHERE is_added), COALESCE(sum(lines), 0), count(*) FILTER (WHERE is_told)"
        " FROM import_new_receipt"
    )
    purchases, lines, completed = cursor.fetchone()
    cursor.execute("SELECT count(*) FROM import_new_sku")
    products = cursor.fetchone()[0] if makes_products else 0
    new = {"purchases": purchases, "lines": lines, "clients": _new_clients(cursor), "products": products}
    return new | ({"orders completed": completed} if completed else {})


def _new_clients(cursor: CursorWrapper) -> int:
    cursor.execute("SELECT customer FROM import_seen_customer")
    customers = [row[0] for row in cursor.fetchall()]
    batches = (customers[start : start + BATCH] for start in range(0, len(customers), BATCH))
    return len(customers) - sum(len(known_clients("crm", batch)) for batch in batches)
