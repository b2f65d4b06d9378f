"""What a client has."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from crm.models import Brand, Category, Client, Product, PurchaseLine


@dataclass(frozen=True)
class Owned:
    """A piece that the client has, the day it was bought last, and the categories that complete it (their keys)."""

    product: Product
    bought_at: datetime
    completed_by: frozenset[int]


def owned_by(client: Client, brand: Brand) -> list[Owned]:
    """Every piece ever bought of a brand, the latest first. One statement.

    One that was brought back counts too: it was not kept for a reason.
    """
    completing = (
        Category.complements.through.objects.filter(from_category=OuterRef("variant__product__category"))
        .order_by("to_category_id")
        .values("to_category_id")
    )
    lines = (
        PurchaseLine.objects.filter(
            purchase__client=client, purchase__brand=brand, quantity__gt=0, variant__isnull=False
        )
        .annotate(completed_by=ArraySubquery(completing))
        .select_related("variant__product", "purchase")
        .order_by("-purchase__occurred_at", "number")
    )
    latest: dict[int, Owned] = {}
    for line in lines:
        assert line.variant is not None  # noqa: S101  # filtered above
        piece = Owned(line.variant.product, line.purchase.occurred_at, frozenset(line.completed_by))
        latest.setdefault(line.variant.product_id, piece)
    return list(latest.values())
