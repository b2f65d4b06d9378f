"""What a client's purchases say of them, in figures that an advisor can check."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from statistics import median

from crm.models import Boutique, Brand, Client, Purchase, PurchaseLine


@dataclass(frozen=True)
class ClientFacts:
    """``totals``: currency to net amount, returns subtracted. ``usual_days``: the median of the days between two
    days of purchase, None with fewer than three. Favourites are codes, empty when nothing was bought twice."""

    purchase_count: int
    first_purchase_at: datetime | None
    last_purchase_at: datetime | None
    totals: dict[str, Decimal]
    usual_days: int | None
    favourite_category: str
    favourite_colour: str
    favourite_material: str
    boutiques: tuple[Boutique, ...]


def client_facts(client: Client, *, brand: Brand | None = None) -> ClientFacts:
    """The facts over every brand, or over one. Three statements: receipts, lines, boutiques."""
    receipts = Purchase.objects.filter(client=client, **({"brand": brand} if brand else {}))
    rows = list(receipts.order_by("occurred_at").values_list("kind", "occurred_at", "currency", "total", "boutique"))
    sales = [row for row in rows if row[0] == Purchase.Kind.SALE]
    moments = [row[1] for row in sales]
    favourites = _favourites(client, brand)
    places = Counter(row[4] for row in sales if row[4] is not None)
    return ClientFacts(
        purchase_count=len(sales),
        first_purchase_at=moments[0] if moments else None,
        last_purchase_at=moments[-1] if moments else None,
        totals=_totals((row[2], row[3]) for row in rows),
        usual_days=usual_days(moments),
        favourite_category=favourites[0],
        favourite_colour=favourites[1],
        favourite_material=favourites[2],
        boutiques=_boutiques(places),
    )


def usual_days(moments: Sequence[datetime]) -> int | None:
    """The median of the days between two days of purchase; None with fewer than three of them."""
    days = sorted({moment.date() for moment in moments})
    if len(days) < 3:
        return None
    return round(median((later - earlier).days for earlier, later in pairwise(days)))


def _totals(amounts: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    totals: dict[str, Decimal] = {}
    for currency, amount in amounts:
        totals[currency] = totals.get(currency, Decimal(0)) + amount
    return totals


def _favourites(client: Client, brand: Brand | None) -> tuple[str, str, str]:
    lines = PurchaseLine.objects.filter(
        purchase__client=client, purchase__kind=Purchase.Kind.SALE, variant__isnull=False
    )
    if brand is not None:
        lines = lines.filter(purchase__brand=brand)
    product = "variant__product__"
    rows = list(lines.values_list(f"{product}category__code", f"{product}colour", f"{product}material"))
    return _most(row[0] for row in rows), _most(row[1] for row in rows), _most(row[2] for row in rows)


def _most(values: Iterable[str | None]) -> str:
    """The value met most often, at least twice; of two as frequent, the first in the alphabet."""
    counts = Counter(value for value in values if value)
    frequent = [(-count, value) for value, count in counts.items() if count > 1]
    return min(frequent)[1] if frequent else ""


def _boutiques(places: Counter[int]) -> tuple[Boutique, ...]:
    """Where they bought, most often first."""
    found = Boutique.objects.select_related("brand").in_bulk(list(places)) if places else {}
    return tuple(found[place] for place, _ in places.most_common())
