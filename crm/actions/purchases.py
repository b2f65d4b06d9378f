"""Keep a receipt, once, whoever tells of it."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import IntegrityError, transaction

from crm.actions.carts import take_bought_from_cart
from crm.actions.orders import complete_purchase, lock_order, wake_refunds
from crm.actions.relationships import know_client
from crm.actions.stock import move_stock
from crm.models import Boutique, Brand, Client, Purchase, PurchaseLine, User
from crm.queries.orders import purchase_told
from crm.receipts import LineInput, PurchaseError, Receipt, check_receipt, lines_of, sold
from crm.signals import purchases_recorded

__all__ = ["LineInput", "PurchaseError", "record_purchase"]


def record_purchase(  # noqa: PLR0913  # a receipt has that many facts, all named
    *,
    brand: Brand,
    source: str,
    source_ref: str,
    kind: str,
    occurred_at: datetime,
    currency: str,
    lines: Sequence[LineInput],
    client: Client | None = None,
    boutique: Boutique | None = None,
    advisor: User | None = None,
    country: str = "",
    order_ref: str = "",
    evidence: str = Purchase.Evidence.RECORD,
    stated_at: datetime | None = None,
) -> Purchase:
    """Keep a receipt once. The same reference again gives the first one back, with ``is_repeat`` true.

    With an ``order_ref`` it is also the same whatever system told of it before, and the richer telling completes
    the poorer (crm.actions.orders). A new one:
    1. The purchase and its lines. 2. That the boutique knows the client, and her cart without the pieces.
    3. The stock of the boutique. 4. On commit, ``purchases_recorded``. Raises PurchaseError.
    """
    receipt = Receipt(
        brand=brand, source=source, source_ref=source_ref, kind=kind, occurred_at=occurred_at, currency=currency,
        lines=lines, client=client, boutique=boutique, advisor=advisor, country=country, order_ref=order_ref,
        evidence=evidence, stated_at=stated_at,
    )  # fmt: skip
    check_receipt(receipt)
    try:
        with transaction.atomic():
            return _told(receipt)
    except IntegrityError:
        # The till sent it twice at once, or an import, which takes no lock, kept it a moment before.
        with transaction.atomic():
            if (known := purchase_told(receipt)) is None:
                raise
            return complete_purchase(known, receipt)


def _told(receipt: Receipt) -> Purchase:
    if receipt.order_ref:
        lock_order(receipt.brand, receipt.order_ref)
    if (known := purchase_told(receipt)) is not None:
        return complete_purchase(known, receipt)
    purchase = _keep(receipt)
    if receipt.order_ref and receipt.kind == Purchase.Kind.SALE:
        wake_refunds(receipt.brand, receipt.order_ref)
    return purchase


def _keep(receipt: Receipt) -> Purchase:
    purchase = Purchase.objects.create(
        brand=receipt.brand, source=receipt.source, source_ref=receipt.source_ref, kind=receipt.kind,
        occurred_at=receipt.occurred_at, currency=receipt.currency, client=receipt.client, boutique=receipt.boutique,
        advisor=receipt.advisor, country=receipt.country, total=receipt.total, order_ref=receipt.order_ref,
        evidence=receipt.evidence, stated_at=receipt.stated_at,
    )  # fmt: skip
    kept = PurchaseLine.objects.bulk_create(lines_of(purchase, receipt.lines))
    if purchase.client is not None:
        know_client(
            purchase.client, brand=purchase.brand, boutique=purchase.boutique, advisor=purchase.advisor,
            at=purchase.occurred_at,
        )  # fmt: skip
        take_bought_from_cart(purchase, kept)
    if purchase.boutique is not None and not receipt.is_event:
        move_stock(purchase.boutique, sold(kept))
    transaction.on_commit(partial(purchases_recorded.send, sender=Purchase, purchase_ids=[purchase.pk]))
    return purchase
