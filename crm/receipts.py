"""What somebody tells of a sale or a return, before it is a purchase."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from crm.models import Boutique, Brand, Client, Purchase, PurchaseLine, User, Variant

_CENT = Decimal("0.01")
# The columns of amounts hold twelve digits before the point.
_TOO_LARGE = Decimal(10) ** 12


class PurchaseError(ValueError):
    """A receipt that cannot be kept. Codes: ``lines_missing``, ``quantity_zero``, ``return_not_negative``,
    ``amount_too_large``, ``order_differs``."""

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


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """One telling. ``order_ref`` is the order's number where there is an order; ``stated_at`` is of an event only."""

    brand: Brand
    source: str
    source_ref: str
    kind: str
    occurred_at: datetime
    currency: str
    lines: Sequence[LineInput]
    client: Client | None = None
    boutique: Boutique | None = None
    advisor: User | None = None
    country: str = ""
    order_ref: str = ""
    evidence: str = Purchase.Evidence.RECORD
    stated_at: datetime | None = None

    @property
    def is_event(self) -> bool:
        return self.evidence == Purchase.Evidence.EVENT

    @property
    def total(self) -> Decimal:
        return sum((line.amount for line in self.lines), Decimal(0))

    def pieces(self) -> Counter[str]:
        """How many of each SKU, in whatever lines."""
        return pieces_of(self.lines)


def pieces_of(lines: Sequence[LineInput] | Sequence[PurchaseLine]) -> Counter[str]:
    pieces: Counter[str] = Counter()
    for line in lines:
        pieces[line.sku] += line.quantity
    return pieces


def check_receipt(receipt: Receipt) -> None:
    """Raises PurchaseError."""
    lines = receipt.lines
    if not lines:
        raise PurchaseError("lines_missing")
    if any(line.quantity == 0 for line in lines):
        raise PurchaseError("quantity_zero")
    if receipt.kind == Purchase.Kind.RETURN and any(line.quantity > 0 for line in lines):
        raise PurchaseError("return_not_negative")
    if sum(abs(line.amount) for line in lines) >= _TOO_LARGE:
        raise PurchaseError("amount_too_large")


def lines_of(purchase: Purchase, lines: Sequence[LineInput]) -> list[PurchaseLine]:
    """The rows, not saved, each with its variant where the brand has one of that SKU."""
    skus = {line.sku for line in lines}
    variants = {each.sku: each for each in Variant.objects.filter(product__brand=purchase.brand, sku__in=skus)}
    return [
        PurchaseLine(
            purchase=purchase, number=number, sku=line.sku, variant=variants.get(line.sku),
            description=line.description, quantity=line.quantity, unit_price=line.unit_price, amount=line.amount,
        )
        for number, line in enumerate(lines, 1)
    ]  # fmt: skip


def sold(lines: Sequence[PurchaseLine]) -> Counter[int]:
    """By variant, how its stock changes. A variant may stand on several lines."""
    moves: Counter[int] = Counter()
    for line in lines:
        if line.variant_id is not None:
            moves[line.variant_id] -= line.quantity
    return moves
