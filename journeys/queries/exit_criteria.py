"""What ends a run early. Asked at every step, and again before a message goes.

A criterion is a question about one enrolment; its code stands in the graph's ``exit_when`` and becomes the
enrolment's ``ended_reason``.
"""

from collections.abc import Callable, Sequence

from crm.models import Boutique, Purchase, Stock, StockAlert
from journeys.models import Enrolment


def has_bought_again(enrolment: Enrolment) -> bool:
    """Whether the client bought from the brand beyond the purchase that began the run."""
    sales = Purchase.objects.filter(
        client=enrolment.client_id, brand=enrolment.journey.brand_id, kind=Purchase.Kind.SALE
    )
    return sales.exclude(pk=enrolment.context.get("purchase", 0)).exists()


def is_back_in_stock(enrolment: Enrolment) -> bool:
    """Whether the variant waited for can be had again: online where the brand sells online, else anywhere."""
    alert = StockAlert.objects.filter(pk=enrolment.context.get("alert", 0)).first()
    if alert is None:
        return False
    places = Boutique.objects.filter(brand=alert.brand_id)
    online = places.filter(kind=Boutique.Kind.ONLINE)
    return Stock.objects.filter(
        variant=alert.variant_id, boutique__in=online if online.exists() else places, quantity__gt=0
    ).exists()


EXIT_CRITERIA: dict[str, Callable[[Enrolment], bool]] = {
    "bought_again": has_bought_again,
    "back_in_stock": is_back_in_stock,
}


def exit_reason(enrolment: Enrolment, exit_when: Sequence[str]) -> str:
    """The code of the first criterion that holds; empty when the run goes on. KeyError for an unknown code."""
    return next((code for code in exit_when if EXIT_CRITERIA[code](enrolment)), "")
