"""Which purchase a telling is about."""

from collections import Counter
from collections.abc import Sequence

from crm.models import Brand, Purchase, PurchaseLine, PurchaseReference
from crm.receipts import LineInput, Receipt, pieces_of


def purchase_told(receipt: Receipt) -> Purchase | None:
    """The purchase that is known already under the receipt's number, or under that of its order."""
    known = purchase_of_number(receipt.brand, receipt.source, receipt.source_ref)
    if known is not None or not receipt.order_ref:
        return known
    if receipt.kind == Purchase.Kind.SALE:
        return sale_of_order(receipt.brand, receipt.order_ref)
    return _return_told_otherwise(receipt.brand, receipt.order_ref, receipt.pieces(), receipt.evidence)


def purchase_of_number(brand: Brand, source: str, source_ref: str) -> Purchase | None:
    """By the number that this system gave it, whether it was the first to tell of it or a later one."""
    number = {"brand": brand, "source": source, "source_ref": source_ref}
    if (known := Purchase.objects.filter(**number).first()) is not None:
        return known
    further = PurchaseReference.objects.filter(**number).select_related("purchase").first()
    return further.purchase if further is not None else None


def sale_of_order(brand: Brand, order_ref: str) -> Purchase | None:
    return Purchase.objects.filter(brand=brand, order_ref=order_ref, kind=Purchase.Kind.SALE).first()


def has_return_told_otherwise(sale: Purchase, lines: Sequence[LineInput], evidence: str) -> bool:
    """Whether these pieces of the order came back by the other kind of evidence, and by no other telling."""
    return _return_told_otherwise(sale.brand, sale.order_ref, pieces_of(lines), evidence) is not None


def _return_told_otherwise(brand: Brand, order_ref: str, pieces: Counter[str], evidence: str) -> Purchase | None:
    """The return of the same pieces of this order that only the other kind of evidence told of so far.

    Returns have no number that crosses systems. So what an event says and what a record says of the same pieces is
    one return, each taken once; two events, or two records, are two.
    """
    returns = Purchase.objects.filter(brand=brand, order_ref=order_ref, kind=Purchase.Kind.RETURN, references=None)
    for known in returns.exclude(evidence=evidence).prefetch_related("lines").order_by("id"):
        if pieces_of(list(known.lines.all())) == pieces:
            return known
    return None


def pieces_left(sale: Purchase) -> Counter[str]:
    """How many of each SKU of this order were not brought back yet."""
    returned = PurchaseLine.objects.filter(
        purchase__brand=sale.brand_id, purchase__order_ref=sale.order_ref, purchase__kind=Purchase.Kind.RETURN
    )
    # What came back has a negative quantity.
    return pieces_of([*sale.lines.all(), *returned])
