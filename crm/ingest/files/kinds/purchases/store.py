"""Keep a staged chunk: clients, catalogue, purchases, lines, relationships, in that order of locks."""

from datetime import datetime

from django.db.backends.utils import CursorWrapper

from crm.identity.bulk import NewClient, resolve_many
from crm.ingest.files.kinds import Stored
from crm.ingest.files.kinds.purchases.catalogue import add_products
from crm.ingest.files.kinds.purchases.fields import Options
from crm.ingest.files.kinds.purchases.tables import note_clients, staged_customers
from crm.models import Brand


def store_chunk(cursor: CursorWrapper, brand: Brand, source: str, options: Options, now: datetime) -> Stored:
    """Keep every line that is still staged. Raises IntegrityError when another process kept one of them meanwhile."""
    clients = _resolve_clients(cursor, source, options, now)
    products = add_products(cursor, brand, options) if options.create_products else 0
    _extend_purchases(cursor)
    announcement, purchases = _add_purchases(cursor, brand, source, now)
    lines = _add_lines(cursor, brand)
    _add_relationships(cursor, brand)
    new = {"purchases": purchases, "lines": lines, "clients": clients, "products": products}
    return Stored(new, announcement)


def _resolve_clients(cursor: CursorWrapper, source: str, options: Options, now: datetime) -> int:
    customers = {
        customer: NewClient(country, options.language) for customer, country in staged_customers(cursor).items()
    }
    resolved = resolve_many("crm", customers, source=source, asserted_at=now)
    note_clients(cursor, resolved.ids)
    return resolved.created


def _extend_purchases(cursor: CursorWrapper) -> None:
    """Receipts that are kept already, of which further lines came: later in the file, or in a longer file."""
    cursor.execute(
        """
        UPDATE crm_purchase p SET total = p.total + more.amount, client_id = COALESCE(p.client_id, more.client_id)
        FROM (
            SELECT r.purchase_id, c.client_id, sum(round(l.quantity * l.unit_price, 2)) AS amount
            FROM import_receipt r JOIN import_line l USING (reference)
                LEFT JOIN import_client c ON c.customer = r.customer
            WHERE r.purchase_id IS NOT NULL GROUP BY r.purchase_id, c.client_id
        ) more WHERE p.id = more.purchase_id
        """
    )


def _add_purchases(cursor: CursorWrapper, brand: Brand, source: str, now: datetime) -> tuple[list[int], int]:
    """The ids of new purchases that have a client, and the number of all new ones."""
    cursor.execute(
        """
        WITH sums AS (
            SELECT reference, sum(round(quantity * unit_price, 2)) AS total FROM import_line GROUP BY reference
        ), made AS (
            INSERT INTO crm_purchase (brand_id, source, source_ref, kind, client_id, boutique_id, occurred_at,
                currency, total, country, created_at)
            SELECT %s, %s, r.reference, r.kind, c.client_id, r.boutique_id, r.occurred_at,
                r.currency, s.total, r.country, %s
            FROM import_receipt r JOIN sums s USING (reference) LEFT JOIN import_client c ON c.customer = r.customer
            WHERE r.purchase_id IS NULL ORDER BY r.reference
            RETURNING id, source_ref, client_id
        ), noted AS (
            UPDATE import_receipt r SET purchase_id = m.id FROM made m WHERE m.source_ref = r.reference
        )
        SELECT id, client_id FROM made ORDER BY id
        """,
        [brand.pk, source, now],
    )
    rows = cursor.fetchall()
    return [purchase_id for purchase_id, client_id in rows if client_id is not None], len(rows)


def _add_lines(cursor: CursorWrapper, brand: Brand) -> int:
    cursor.execute(
        """
        INSERT INTO crm_purchaseline (purchase_id, number, sku, variant_id, description, quantity, unit_price, amount)
        SELECT r.purchase_id, r.seen + l.ordinal, l.sku, v.id, l.description, l.quantity, l.unit_price,
            round(l.quantity * l.unit_price, 2)
        FROM import_line l JOIN import_receipt r USING (reference)
            LEFT JOIN (crm_variant v JOIN crm_product p ON p.id = v.product_id AND p.brand_id = %s) ON v.sku = l.sku
        ORDER BY l.line
        """,
        [brand.pk],
    )
    return cursor.rowcount


def _add_relationships(cursor: CursorWrapper, brand: Brand) -> None:
    """That the brand, at the receipt's boutique where it names one, knows these clients, since the earliest receipt."""
    cursor.execute(
        """
        INSERT INTO crm_relationship (client_id, brand_id, boutique_id, country, tier, since)
        SELECT c.client_id, %s, r.boutique_id, COALESCE(min(b.country), min(p.country)), '', min(r.occurred_at)
        FROM import_receipt r JOIN import_client c USING (customer) JOIN crm_client p ON p.id = c.client_id
            LEFT JOIN crm_boutique b ON b.id = r.boutique_id
        WHERE r.purchase_id IS NOT NULL
        GROUP BY c.client_id, r.boutique_id ORDER BY c.client_id, r.boutique_id
        ON CONFLICT (client_id, brand_id, boutique_id) DO UPDATE SET since = excluded.since
            WHERE crm_relationship.since > excluded.since
        """,
        [brand.pk],
    )
