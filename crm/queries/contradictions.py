"""What is known of a client and cannot be: a purchase from before they were born.

Nothing is refused for it, since either date may be the wrong one: the purchase is kept, and somebody looks.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import DateField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast

from crm.models import Client, Purchase, User

PAGE = 25


@dataclass(frozen=True)
class ContradictionPage:
    """``rows``: a client and the day of their first purchase. ``after``: where the next page begins; "" at the end."""

    rows: list[tuple[Client, date]]
    after: str


def bought_before_birth(user: User) -> QuerySet[Client]:
    """Of the live clients whom the user may see, with ``first_purchase``, by id.

    Only who was born after the house's first purchase is asked for: the index by day of birth gives them.
    """
    day = Cast("occurred_at", DateField())
    earliest = Purchase.objects.order_by("occurred_at").values(day=day)[:1]
    theirs = Purchase.objects.filter(client=OuterRef("pk"), occurred_at__lt=OuterRef("birth_date"))
    seen = Client.objects.visible_to(user).filter(canonical=None, birth_date__gt=Subquery(earliest))
    first = Subquery(theirs.order_by("occurred_at").values(day=day)[:1])
    return seen.annotate(first_purchase=first).filter(first_purchase__isnull=False).order_by("pk")


def contradiction_page(user: User, *, after: str = "") -> ContradictionPage:
    found = bought_before_birth(user)
    if after.isdecimal() and len(after) < 19:
        found = found.filter(pk__gt=int(after))
    clients = list(found[: PAGE + 1])
    rows = [(each, each.first_purchase) for each in clients[:PAGE]]  # type: ignore[attr-defined]
    return ContradictionPage(rows, str(clients[PAGE - 1].pk) if len(clients) > PAGE else "")
