"""Keep a receipt."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import partial

from django.db import IntegrityError, transaction

from crm.actions.relationships import know_client
from crm.actions.stock import move_stock
from crm.models import Boutique, Brand, Client, Purchase, PurchaseLine, User, Variant
from crm.signals import purchases_recorded

_CENT = Decimal("0.01")
# The columns of amounts hold twelve digits before the point.
_TOO_LARGE = Decimal(10) ** 12


class PurchaseError(ValueError):
    """A receipt that cannot be kept. Codes: ``lines_missing``, ``quantity_zero``, ``return_not_negative``,
    ``amount_too_large``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class LineInput:
    """``quantity`` is negative for what comes back; ``unit_price`` in the receipt's currency, up to 3 decimals."""

    sku: str
    quantity: int
    unit_price: Decimal
    description: str = ""

    @property
    def amount(self) -> Decimal:
        return (self.unit_price * self.quantity).quantize(_CENT, ROUND_HALF_UP)


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
) -> Purchase:
    """Keep a receipt once. The same reference again gives the first one back, with ``is_repeat`` true.

    1. The purchase and its lines. 2. The stock of the boutique. 3. That the boutique knows the client.
    4. On commit, ``purchases_recorded``. Raises PurchaseError.
    """
    _check(kind, lines)
    reference = {"brand": brand, "source": source, "source_ref": source_ref}
    if (known := Purchase.objects.filter(**reference).first()) is not None:
        return _repeat(known)
    facts = {
        "kind": kind, "occurred_at": occurred_at, "currency": currency, "client": client, "boutique": boutique,
        "advisor": advisor, "country": country, "total": sum((line.amount for line in lines), Decimal(0)),
    }  # fmt: skip
    try:
        with transaction.atomic():
            return _keep(Purchase(**reference, **facts), lines)
    except IntegrityError:
        # The till sent it twice at once, and the other one came first.
        if (known := Purchase.objects.filter(**reference).first()) is None:
            raise
        return _repeat(known)


def _check(kind: str, lines: Sequence[LineInput]) -> None:
    if not lines:
        raise PurchaseError("lines_missing")
    if any(line.quantity == 0 for line in lines):
        raise PurchaseError("quantity_zero")
    if kind == Purchase.Kind.RETURN and any(line.quantity > 0 for line in lines):
        raise PurchaseError("return_not_negative")
    if sum(abs(line.amount) for line in lines) >= _TOO_LARGE:
        raise PurchaseError("amount_too_large")


def _repeat(purchase: Purchase) -> Purchase:
    purchase.is_repeat = True
    return purchase


def _keep(purchase: Purchase, lines: Sequence[LineInput]) -> Purchase:
    purchase.save(force_insert=True)
    kept = PurchaseLine.objects.bulk_create(_lines_of(purchase, lines))
    if purchase.boutique is not None:
        move_stock(purchase.boutique, _sold(kept))
    if purchase.client is not None:
        know_client(
            purchase.client, brand=purchase.brand, boutique=purchase.boutique, advisor=purchase.advisor,
            at=purchase.occurred_at,
        )  # fmt: skip
    transaction.on_commit(partial(purchases_recorded.send, sender=Purchase, purchase_ids=[purchase.pk]))
    return purchase


def _sold(lines: Sequence[PurchaseLine]) -> Counter[int]:
    """By variant, how its stock changes. A variant may stand on several lines."""
    moves: Counter[int] = Counter()
    for line in lines:
        if line.variant_id is not None:
            moves[line.variant_id] -= line.quantity
    return moves


def _lines_of(purchase: Purchase, lines: Sequence[LineInput]) -> list[PurchaseLine]:
    variants = _variants(purchase.brand, lines)
    return [
        PurchaseLine(
            purchase=purchase, number=number, sku=line.sku, variant=variants.get(line.sku),
            description=line.description, quantity=line.quantity, unit_price=line.unit_price, amount=line.amount,
        )
        for number, line in enumerate(lines, 1)
    ]  # fmt: skip


def _variants(brand: Brand, lines: Sequence[LineInput]) -> dict[str, Variant]:
    skus = {line.sku for line in lines}
    return {each.sku: each for each in Variant.objects.filter(product__brand=brand, sku__in=skus)}
