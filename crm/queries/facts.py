"""What a client's purchases say of them, in figures that an advisor can check."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from statistics import median

from crm.queries.places import Place
from crm.queries.receipts import Receipt, lines_sold


@dataclass(frozen=True)
class ClientFacts:
    """``totals``: currency to net amount, returns subtracted. ``usual_days``: the median of the days between two
    days of purchase, None with fewer than three. Favourites are codes, empty when nothing was bought twice.
    ``elsewhere``: house to number of purchases in the sister houses, whose prices the reader does not know."""

    purchase_count: int
    first_purchase_at: datetime | None
    last_purchase_at: datetime | None
    totals: dict[str, Decimal]
    usual_days: int | None
    favourite_category: str
    favourite_colour: str
    favourite_material: str
    places: tuple[Place, ...]
    elsewhere: dict[str, int]


def facts_of(receipts: Sequence[Receipt]) -> ClientFacts:
    """The facts of receipts, newest first. Pure. Sister houses are counted apart and say nothing else."""
    ours = [receipt for receipt in receipts if receipt.is_ours]
    sales = [receipt for receipt in ours if receipt.is_sale]
    moments = [receipt.at for receipt in reversed(sales)]
    pieces = [line.piece for _, line in lines_sold(ours)]
    return ClientFacts(
        purchase_count=len(sales),
        first_purchase_at=moments[0] if moments else None,
        last_purchase_at=moments[-1] if moments else None,
        totals=_totals(ours),
        usual_days=usual_days(moments),
        favourite_category=_most(piece.category for piece in pieces),
        favourite_colour=_most(piece.colour for piece in pieces),
        favourite_material=_most(piece.material for piece in pieces),
        places=_places(reversed(sales)),
        elsewhere=dict(Counter(each.house for each in receipts if each.is_sale and not each.is_ours).most_common()),
    )


def usual_days(moments: Sequence[datetime]) -> int | None:
    """The median of the days between two days of purchase; None with fewer than three of them."""
    days = sorted({moment.date() for moment in moments})
    if len(days) < 3:
        return None
    return round(median((later - earlier).days for earlier, later in pairwise(days)))


def _totals(receipts: Iterable[Receipt]) -> dict[str, Decimal]:
    totals: dict[str, Decimal] = {}
    for receipt in receipts:
        totals[receipt.currency] = totals.get(receipt.currency, Decimal(0)) + (receipt.total or Decimal(0))
    return totals


def _most(values: Iterable[str]) -> str:
    """The value met most often, at least twice; of two as frequent, the first in the alphabet."""
    counts = Counter(value for value in values if value)
    frequent = [(-count, value) for value, count in counts.items() if count > 1]
    return min(frequent)[1] if frequent else ""


def _places(sales: Iterable[Receipt]) -> tuple[Place, ...]:
    """Where they bought, most often first."""
    counts = Counter(sale.place for sale in sales if sale.place is not None)
    return tuple(place for place, _ in counts.most_common())
