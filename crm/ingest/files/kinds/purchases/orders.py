"""Receipts that name their order: whoever told of it before, it is one purchase (crm.actions.orders).

They are few beside a till's receipts, and each goes the way of a single one, under the lock of its order.
"""

from decimal import Decimal

from django.db.backends.utils import CursorWrapper

from crm.actions.orders import is_told_otherwise
from crm.actions.purchases import record_purchase
from crm.identity.bulk import known_clients
from crm.ingest.files.errors import Reject
from crm.ingest.files.kinds.purchases.tables import note_clients, staged_customers
from crm.models import Boutique, Brand, Client, Purchase
from crm.queries.orders import purchase_told
from crm.receipts import LineInput, Receipt

_COLUMNS = "r.reference, r.kind, r.currency, r.occurred_at, r.country, r.order_ref, r.boutique_id, r.customer"


def examine_orders(cursor: CursorWrapper, brand: Brand, source: str) -> list[Reject]:
    """Take out what another record told of these orders already; ``order_differs`` where it told otherwise.

    What only an event told is marked as told: the record completes it.
    """
    rejects: list[Reject] = []
    told, same = [], []
    note_clients(cursor, known_clients("crm", staged_customers(cursor)))
    for receipt in _receipts(cursor, brand, source):
        known = purchase_told(receipt) if brand.pk is not None else None
        if known is None:
            continue
        if known.evidence == Purchase.Evidence.EVENT:
            told.append(receipt.source_ref)
        elif is_told_otherwise(known, receipt):
            rejects += _rejected(cursor, receipt)
        else:
            same.append(receipt.source_ref)
    cursor.execute("DELETE FROM import_line WHERE reference = ANY(%s)", [same])
    cursor.execute("UPDATE import_receipt SET is_told = true WHERE reference = ANY(%s)", [told])
    return rejects


def keep_orders(cursor: CursorWrapper, brand: Brand, source: str) -> tuple[int, int, int]:
    """Record them one by one; returns how many completed an event's, how many are new, and their lines."""
    receipts = _receipts(cursor, brand, source)
    if not receipts:
        return 0, 0, 0
    repeats = 0
    for receipt in sorted(receipts, key=lambda each: each.order_ref):
        kept = record_purchase(
            brand=brand, source=source, source_ref=receipt.source_ref, kind=receipt.kind,
            occurred_at=receipt.occurred_at, currency=receipt.currency, lines=receipt.lines, client=receipt.client,
            boutique=receipt.boutique, country=receipt.country, order_ref=receipt.order_ref,
        )  # fmt: skip
        repeats += kept.is_repeat
    cursor.execute("DELETE FROM import_line WHERE reference = ANY(%s)", [[each.source_ref for each in receipts]])
    return repeats, len(receipts) - repeats, sum(len(each.lines) for each in receipts)


def _receipts(cursor: CursorWrapper, brand: Brand, source: str) -> list[Receipt]:
    """Those of the chunk that name an order and are not kept under their own number, with their lines."""
    cursor.execute(
        f"SELECT {_COLUMNS} FROM import_receipt r"  # noqa: S608
        " WHERE r.order_ref <> '' AND r.purchase_id IS NULL AND r.kept > 0"
        " AND EXISTS (SELECT FROM import_line l WHERE l.reference = r.reference) ORDER BY r.order_ref, r.reference"
    )
    rows = cursor.fetchall()
    if not rows:
        return []
    lines = _lines(cursor, [row[0] for row in rows])
    cursor.execute("SELECT customer, client_id FROM import_client")
    clients = dict(cursor.fetchall())
    people = Client.objects.in_bulk(list(clients.values()))
    places = Boutique.objects.in_bulk([row[6] for row in rows if row[6] is not None])
    return [
        Receipt(
            brand=brand, source=source, source_ref=reference, kind=kind, currency=currency, occurred_at=occurred_at,
            country=country, order_ref=order_ref, lines=lines[reference], boutique=places.get(place),
            client=people.get(clients.get(customer, 0)),
        )
        for reference, kind, currency, occurred_at, country, order_ref, place, customer in rows
    ]  # fmt: skip


def _lines(cursor: CursorWrapper, references: list[str]) -> dict[str, list[LineInput]]:
    cursor.execute(
        "SELECT reference, sku, quantity, unit_price, description FROM import_line"
        " WHERE reference = ANY(%s) ORDER BY reference, ordinal",
        [references],
    )
    lines: dict[str, list[LineInput]] = {}
    for reference, sku, quantity, price, description in cursor.fetchall():
        lines.setdefault(reference, []).append(LineInput(sku, quantity, Decimal(price), description))
    return lines


def _rejected(cursor: CursorWrapper, receipt: Receipt) -> list[Reject]:
    cursor.execute("DELETE FROM import_line WHERE reference = %s RETURNING line", [receipt.source_ref])
    reason = f"the order {receipt.order_ref} is known already with other pieces, another sum or another client"
    return [Reject(line, "order_differs", reason) for (line,) in cursor.fetchall()]
