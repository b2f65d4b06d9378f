"""Writes receipts as purchases and their lines. No signal is sent: what is long past starts no journey."""

from collections import defaultdict
from datetime import datetime

from clienteling.demo.copying import copy_rows, take_ids
from clienteling.demo.history.receipts import Receipt
from crm.models import Boutique, Purchase, PurchaseLine

PURCHASE_COLUMNS = (
    "id", "brand_id", "source", "source_ref", "kind", "client_id", "boutique_id", "advisor_id", "occurred_at",
    "currency", "total", "country", "created_at",
)  # fmt: skip
LINE_COLUMNS = ("id", "purchase_id", "number", "sku", "variant_id", "description", "quantity", "unit_price", "amount")


def write_receipts(receipts: list[Receipt]) -> list[int]:
    """Writes purchases and lines; returns the purchase ids, in the order of the receipts."""
    ids = take_ids(Purchase, len(receipts))
    copy_rows(
        Purchase,
        PURCHASE_COLUMNS,
        ((number, *_purchase_row(receipt)) for number, receipt in zip(ids, receipts, strict=True)),
    )
    lines = [
        (number, position, item)
        for number, receipt in zip(ids, receipts, strict=True)
        for position, item in enumerate(receipt.items, start=1)
    ]
    line_ids = take_ids(PurchaseLine, len(lines))
    copy_rows(
        PurchaseLine,
        LINE_COLUMNS,
        (
            (
                line_id, purchase_id, position, item.piece.sku, item.piece.variant_id, item.piece.name, item.quantity,
                item.unit_price, item.unit_price * item.quantity,
            )
            for line_id, (purchase_id, position, item) in zip(line_ids, lines, strict=True)
        ),
    )  # fmt: skip
    return ids


def places_of(receipts: list[Receipt]) -> dict[int, set[str]]:
    """Client id to the codes of the boutiques where they bought."""
    places: dict[int, set[str]] = defaultdict(set)
    for receipt in receipts:
        if receipt.person is not None:
            places[receipt.person.id].add(receipt.boutique.code)
    return places


def _purchase_row(receipt: Receipt) -> tuple[int | str | datetime | object | None, ...]:
    boutique = receipt.boutique
    system = "web" if boutique.kind == Boutique.Kind.ONLINE else "till"
    return (
        boutique.brand_id,
        f"{boutique.brand.code.lower()}-{system}",
        receipt.reference,
        str(Purchase.Kind.RETURN if receipt.is_return else Purchase.Kind.SALE),
        receipt.person.id if receipt.person else None,
        boutique.pk,
        receipt.advisor_id,
        receipt.at,
        boutique.currency,
        receipt.total,
        receipt.person.country if receipt.person else boutique.country,
        receipt.at,
    )
