"""What other clients chose beside a piece, and what was chosen most."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet, Sum
from django.utils import timezone

from crm.intelligence.candidates import Choice, candidates_in, recommendations_of
from crm.intelligence.reasons import names_of
from crm.intelligence.recommendation import Recommendation
from crm.models import Boutique, Client, Product, PurchaseLine

# Enough people to tell a habit from chance, few enough to count while somebody waits.
_BUYERS_LOOKED_AT = 500
_FEWEST_BUYERS = 2
_POOL = 60
_SEASON = timedelta(days=90)


def bought_together(
    product: Product, *, boutique: Boutique, client: Client, without: Collection[int] = (), limit: int = 4
) -> list[Recommendation]:
    """Pieces that at least two other buyers of this one have too, by how many; in stock. Three statements."""
    return recommendations_of(chosen_together(product, boutique=boutique, client=client, without=without, limit=limit))


def chosen_together(
    product: Product, *, boutique: Boutique, client: Client, without: Collection[int], limit: int
) -> list[Choice]:
    """The same as choices. Two statements."""
    buyers = (
        PurchaseLine.objects.filter(variant__product=product, quantity__gt=0, purchase__client__isnull=False)
        .exclude(purchase__client=client)
        .order_by("-pk")
        .values("purchase__client")[:_BUYERS_LOOKED_AT]
    )
    beside = (
        _products_of(PurchaseLine.objects.filter(purchase__client__in=buyers, purchase__brand=product.brand_id))
        .exclude(variant__product__in=[product.pk, *without])
        .annotate(weight=Count("purchase__client", distinct=True))
        .filter(weight__gte=_FEWEST_BUYERS)
    )
    return _ranked(beside, boutique, limit, code="bought_together", product=product)


def most_chosen(
    *, boutique: Boutique, without: Collection[int] = (), limit: int = 4, at: datetime | None = None
) -> list[Recommendation]:
    """What this place sold most in the last ninety days, in stock: nobody's history in particular. Three statements."""
    since = (at or timezone.now()) - _SEASON
    sold = (
        _products_of(PurchaseLine.objects.filter(purchase__boutique=boutique, purchase__occurred_at__gte=since))
        .exclude(variant__product__in=without)
        .annotate(weight=Sum("quantity"))
    )
    return recommendations_of(_ranked(sold, boutique, limit, code="loved", product=None))


def _products_of(lines: QuerySet[PurchaseLine]) -> "QuerySet[PurchaseLine, dict[str, int]]":
    return lines.filter(quantity__gt=0, variant__isnull=False).values("variant__product")  # type: ignore[return-value]


def _ranked(
    weighed: "QuerySet[PurchaseLine, dict[str, int]]",
    boutique: Boutique,
    limit: int,
    *,
    code: str,
    product: Product | None,
) -> list[Choice]:
    # "weight" is the annotation of both callers.
    rows = weighed.order_by("-weight", "variant__product")[:_POOL]  # type: ignore[misc]
    order = {row["variant__product"]: position for position, row in enumerate(rows)}
    if not order:
        return []
    found = sorted(candidates_in(boutique, products=list(order)), key=lambda each: order[each.product_id])
    arguments = {"names": names_of(product)} if product else {}
    return [Choice(each, code, arguments) for each in found[:limit]]
