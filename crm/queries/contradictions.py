"""What is known of a client and cannot be: a purchase from before they were born.

Nothing is refused for it, since either date may be the wrong one: the purchase is kept, and somebody looks.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import DateField, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast

from crm.models import Client, Purchase, User

PAGE = 25


@dataclass(frozen=True)
class ContradictionPage:
    """``rows``: a client and the day of their first purchase. ``after``: where the next page begins; "" at the end."""

    rows: list[tuple[Client, date]]
    after: str


def bought_before_birth(user: User) -> QuerySet[Client]:
    """Of the live clients whom the user may see, with ``first_purchase``, the youngest first.

    Only who was born after the house's first purchase is asked for: the index by day of birth gives them in order.
    """
    theirs = Purchase.objects.filter(client=OuterRef("pk"), occurred_at__lt=OuterRef("birth_date"))
    first = Subquery(theirs.order_by("occurred_at").values(day=Cast("occurred_at", DateField()))[:1])
    seen = Client.objects.visible_to(user).filter(canonical=None, birth_date__gt=_first_day())
    return seen.annotate(first_purchase=first).filter(first_purchase__isnull=False).order_by("-birth_date", "-pk")


def contradiction_page(user: User, *, after: str = "") -> ContradictionPage:
    """``after`` is the number of the last client of the page before: no date of birth stands in an address."""
    found = bought_before_birth(user)
    last = Client.objects.filter(pk=int(after)).first() if after.isdecimal() and len(after) < 19 else None
    if last and last.birth_date:
        found = found.filter(Q(birth_date__lt=last.birth_date) | Q(birth_date=last.birth_date, pk__lt=last.pk))
    clients = list(found[: PAGE + 1])
    rows = [(each, each.first_purchase) for each in clients[:PAGE]]  # type: ignore[attr-defined]
    return ContradictionPage(rows, str(clients[PAGE - 1].pk) if len(clients) > PAGE else "")


def _first_day() -> date:
    """Of the house's first purchase; far ahead when there was none."""
    first = Purchase.objects.aggregate(first=Min("occurred_at"))["first"]
    return first.date() if first else date.max
