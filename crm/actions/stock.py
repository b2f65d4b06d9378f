"""Move stock with sales and returns."""

from collections.abc import Mapping

from django.db.models import F, Value
from django.db.models.functions import Greatest

from crm.models import Boutique, Stock


def move_stock(boutique: Boutique, moves: Mapping[int, int]) -> None:
    """Add to the stock of these variants in one place; below zero it stays at zero.

    The till is right that the piece was sold, even when our figure said there was none. In the order of the
    variants, so that two receipts of the same pieces do not wait for each other both ways.
    """
    for variant_id, change in sorted(moves.items()):
        Stock.objects.filter(boutique=boutique, variant=variant_id).update(
            quantity=Greatest(F("quantity") + change, Value(0))
        )
