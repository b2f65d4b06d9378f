"""Keep a staged chunk: clients, catalogue, purchases, lines, relationships, in that order of locks."""

from datetime import datetime

from django.db.backends.utils import CursorWrapper

from crm.identity.bulk import NewClient, resolve_many
from crm.ingest.files.kinds import Stored
from crm.ingest.files.kinds.purchases.catalogue import add_products, note_articles
from crm.ingest.files.kinds.purchases.fields import Options
from crm.ingest.files.kinds.purchases.kept import note_purchases
from crm.ingest.files.kinds.purchases.orders import keep_orders
from crm.ingest.files.kinds.purchases.tables import note_clients, staged_customers
from crm.models import Brand


def store_chunk(cursor: CursorWrapper, brand: Brand, source: str, options: Options, now: datetime) -> Stored:
    """Keep every line that is still staged. Raises IntegrityError when another process kept one of them meanwhile."""
    clients = _resolve_clients(cursor, source, options, now)
    products = _note_articles(cursor, brand, options)
    completed, ordered, told_lines = keep_orders(cursor, brand, source)
    _extend_purchases(cursor)
    announcement, purchases = _add_purchases(cursor, brand, source, now)
    lines = _add_lines(cursor)
    _add_relationships(cursor, brand)
    purchases, lines = purchases + ordered, lines + told_lines
    new = {"purchases": purchases, "lines": lines, "clients": clients, "products": products}
    return Stored(new | ({"orders completed": completed} if completed else {}), announcement)


def _resolve_clients(cursor: CursorWrapper, source: str, options: Options, now: datetime) -> int:
    customers = {
        customer: NewClient(country, options.language) for customer, country in staged_customers(cursor).items()
    }
    resolved = resolve_many("crm", customers, source=source, asserted_at=now)
    note_clients(cursor, resolved.ids)
    return resolved.created


def _note_articles(cursor: CursorWrapper, brand: Brand, options: Options) -> int:
    if options.create_products:
        return add_products(cursor, brand, options)
    note_articles(cursor, brand)
    return 0


def _extend_purchases(cursor: CursorWrapper) -> None:
    """Receipts that are kept already, of which further lines came: later in the file, or in a longer file."""
    cursor.execute(
        "SELECT r.purchase_id, max(c.client_id), sum(round(l.quantity * l.unit_price, 2))"
        " FROM import_receipt r JOIN import_line l USING (reference)"
        " LEFT JOIN import_client c ON c.customer = r.customer"
        " WHERE r.purchase_id IS NOT NULL GROUP BY r.purchase_id"
    )
    more = cursor.fetchall()
    if more:
        cursor.execute(
            "UPDATE crm_purchase p SET total = p.total + m.amount, client_id = COALESCE(p.client_id, m.client_id)"
            " FROM unnest(%s::bigint[], %s::bigint[], %s::numeric[]) AS m (id, client_id, amount)"
            " WHERE p.id = m.id AND p.id = ANY(%s)",
            [*(list(column) for column in zip(*more, strict=True)), [row[0] for row in more]],
        )


def _add_purchases(cursor: CursorWrapper, brand: Brand, source: str, now: datetime) -> tuple[list[int], int]:
    """The ids of new purchases that have a client, and the number of all new ones."""
    cursor.execute(
        """
        WITH sums AS (
            SELECT reference, sum(round(quantity * unit_price, 2)) AS total FROM import_line GROUP BY reference
        )
        INSERT INTO crm_purchase (brand_id, source, source_ref, kind, client_id, boutique_id, occurred_at,
            currency, total, country, created_at)
        SELECT %s, %s, r.reference, r.kind, c.client_id, r.boutique_id, r.occurred_at,
            r.currency, s.total, r.country, %s
        FROM import_receipt r JOIN sums s USING (reference) LEFT JOIN import_client c ON c.customer = r.customer
        WHERE r.purchase_id IS NULL ORDER BY r.occurred_at, r.reference
        RETURNING source_ref, id, client_id
        """,
        [brand.pk, source, now],
    )
    rows = cursor.fetchall()
    note_purchases(cursor, {reference: purchase_id for reference, purchase_id, _ in rows})
    return sorted(purchase_id for _, purchase_id, client_id in rows if client_id is not None), len(rows)


def _add_lines(cursor: CursorWrapper) -> int:
    cursor.execute(
        """
        INSERT INTO crm_purchaseline (purchase_id, number, sku, variant_id, description, quantity, unit_price, amount)
        SELECT r.purchase_id, r.seen + l.ordinal, l.sku, a.variant_id, l.description, l.quantity, l.unit_price,
            round(l.quantity * l.unit_price, 2)
        FROM import_line l JOIN import_receipt r USING (reference) LEFT JOIN import_article a USING (sku)
        ORDER BY l.line
        """
    )
    return cursor.rowcount


def _add_relationships(cursor: CursorWrapper, brand: Brand) -> None:
    """That the brand, at the receipt's boutique where it names one, knows these clients, since the earliest receipt."""
    cursor.execute(
        """
        INSERT INTO crm_relationship (client_id, brand_id, boutique_id, country, tier, since)
        SELECT met.client_id, %s, met.boutique_id,
            COALESCE((SELECT b.country FROM crm_boutique b WHERE b.id = met.boutique_id),
                (SELECT p.country FROM crm_client p WHERE p.id = met.client_id)), '', met.since
        FROM (
            SELECT c.client_id, r.boutique_id, min(r.occurred_at) AS since
            FROM import_receipt r JOIN import_client c ON c.customer = r.customer WHERE r.purchase_id IS NOT NULL
            GROUP BY c.client_id, r.boutique_id ORDER BY c.client_id, r.boutique_id
        ) met
        ON CONFLICT (client_id, brand_id, boutique_id) DO UPDATE SET since = excluded.since
            WHERE crm_relationship.since > excluded.since
        """,
        [brand.pk],
    )
