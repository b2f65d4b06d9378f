"""A client's receipts of every house and channel, with their lines and what was brought back, in one statement."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, OuterRef, QuerySet, When
from django.db.models.functions import JSONObject

from clienteling.lib.compiled import asked, read_json
from crm.models import Client, Purchase, PurchaseLine
from crm.queries.pieces import Piece, piece_from, piece_of
from crm.queries.places import Place
from crm.queries.together import CLIENT, amount_in, exact, moment_in
from crm.sharing import Reach

# Nobody wears more; a client with more is a trade account, and its figures are those of the newest.
NEWEST = 1_000


@dataclass(frozen=True)
class ReceiptLine:
    """``amount`` is None in a sister house, whose piece is its category. ``returned_at``: brought back, as known."""

    sku: str
    piece: Piece
    quantity: int
    amount: Decimal | None
    returned_at: datetime | None = None


@dataclass(frozen=True)
class Receipt:
    """``is_ours``: of a house whose prices the reader may know; else without total, place and pieces."""

    pk: int
    brand_id: int
    house: str
    is_ours: bool
    kind: str
    at: datetime
    order: str
    currency: str
    total: Decimal | None
    place: Place | None
    lines: tuple[ReceiptLine, ...]

    @property
    def is_sale(self) -> bool:
        return self.kind == Purchase.Kind.SALE


def receipts_of(client: Client, reach: Reach) -> list[Receipt]:
    """Newest first, sales and returns; of a sister house the day and the category. One statement.

    A line of a sale is marked as returned by the return that names its order, else by the next return of the
    same house and SKU; as many pieces as came back.
    """

    def statement() -> QuerySet[Any, Any]:
        newest = Purchase.objects.filter(client=CLIENT).order_by("-occurred_at", "-pk")
        return newest.values_list(JSONObject(**receipt_fields(reach)))[:NEWEST]

    rows = asked(("receipts", reach.every_house), statement, {"client": client.pk, **reach.given})
    return marked_returns([_receipt(read_json(row)) for (row,) in rows])


def receipt_fields(reach: Reach) -> dict[str, Any]:
    """What is read of a receipt by somebody of this reach: name to field or expression."""
    place = {"name": "boutique__name", "city": "boutique__city", "kind": "boutique__kind"}
    return {
        "pk": "pk",
        "brand_id": "brand_id",
        "house": "brand__name",
        "kind": "kind",
        "at": "occurred_at",
        "order": "order_ref",
        "currency": "currency",
        "source": "source",
        "total": reach.if_ours(exact("total")),
        "place": reach.if_ours(Case(When(boutique__isnull=False, then=JSONObject(**place)))),
        "lines": ArraySubquery(line_fields(reach)),
        "ours": reach.if_ours("pk"),
    }


def line_fields(reach: Reach) -> QuerySet[PurchaseLine, Any]:
    """What a sister house sold is said by its category alone."""
    ours = {name: reach.if_ours(name, "purchase__brand") for name in ("sku", "description")}
    fields = {
        **ours,
        "quantity": F("quantity"),
        "amount": reach.if_ours(exact("amount"), "purchase__brand"),
        "piece": reach.if_ours(piece_of(), "purchase__brand"),
        "category": F("variant__product__category__code"),
    }
    lines = PurchaseLine.objects.filter(purchase=OuterRef("pk")).order_by("number")
    return lines.values(found=JSONObject(**fields))


def _receipt(row: Mapping[str, Any]) -> Receipt:
    return Receipt(
        pk=row["pk"],
        brand_id=row["brand_id"],
        house=row["house"],
        is_ours=row["ours"] is not None,
        kind=row["kind"],
        at=moment_in(row["at"]),
        order=row["order"],
        currency=row["currency"],
        total=amount_in(row["total"]),
        place=Place(**row["place"]) if row["place"] else None,
        lines=tuple(receipt_line(line) for line in row["lines"]),
    )


def receipt_line(found: Mapping[str, Any]) -> ReceiptLine:
    category = found["category"] or ""
    otherwise = found["description"] or found["sku"] or category.replace("-", " ").capitalize() or "A piece"
    piece = replace(piece_from(found["piece"], otherwise=otherwise), category=category)
    return ReceiptLine(found["sku"] or "", piece, found["quantity"], amount_in(found["amount"]))


def marked_returns(receipts: Sequence[Receipt]) -> list[Receipt]:
    """The same receipts, newest first, each sold line with the day on which it came back."""
    came_back: dict[tuple[int, int], datetime] = {}
    for back in (each for each in reversed(receipts) if not each.is_sale and each.is_ours):
        for line in back.lines:
            for place in _sold(receipts, back, line, came_back):
                came_back[place] = back.at
    return [_marked(receipt, came_back) for receipt in receipts]


def _sold(
    receipts: Sequence[Receipt], back: Receipt, line: ReceiptLine, came_back: Mapping[tuple[int, int], datetime]
) -> list[tuple[int, int]]:
    """The lines, as (receipt, position), that this line of a return takes back: the latest sale before it."""
    sales = [each for each in receipts if each.is_sale and each.brand_id == back.brand_id and each.at <= back.at]
    named = [each for each in sales if back.order and each.order == back.order]
    left, found = abs(line.quantity), []
    for sale in named or sales:
        for number, sold in enumerate(sale.lines):
            if left > 0 and sold.sku == line.sku and (sale.pk, number) not in came_back:
                found.append((sale.pk, number))
                left -= sold.quantity
    return found


def _marked(receipt: Receipt, came_back: Mapping[tuple[int, int], datetime]) -> Receipt:
    if not receipt.is_sale:
        return receipt
    lines = enumerate(receipt.lines)
    return replace(
        receipt, lines=tuple(replace(line, returned_at=came_back.get((receipt.pk, number))) for number, line in lines)
    )


def lines_sold(receipts: Iterable[Receipt]) -> list[tuple[Receipt, ReceiptLine]]:
    """Every line that was sold, newest first."""
    return [(receipt, line) for receipt in receipts if receipt.is_sale for line in receipt.lines]
