"""Who in the house looked at a client's profile, as the client may read it: the role and the place, never the name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Count
from django.db.models.functions import TruncDate

from consent.models import AccessEntry

MOST = 30
_MACHINE = "machine"


@dataclass(frozen=True)
class Looker:
    """One person's looks of one day. ``role``: advisor, manager, hq, privacy, admin, machine (a system of the
    house), or empty for somebody who works here no more. ``place``: the boutique, else the brand, else empty."""

    day: date
    role: str
    place: str
    looks: int


def lookers_of(client_ids: Sequence[int]) -> list[Looker]:
    """The newest ``MOST`` days and people; ``client_ids`` are the client's record and those merged into it.

    Two statements.
    """
    rows = list(
        AccessEntry.objects.filter(client__in=client_ids)
        .annotate(day=TruncDate("at"))
        .values("day", "user", "api_key")
        .annotate(looks=Count("pk"))
        .order_by("-day", "user", "api_key")[:MOST]
    )
    places = _places({row["user"] for row in rows if row["user"]})
    return [Looker(row["day"], *_who(row, places), row["looks"]) for row in rows]


def _who(row: Mapping[str, Any], places: dict[int, tuple[str, str]]) -> tuple[str, str]:
    if row["user"] is None:
        return _MACHINE, ""
    return places.get(row["user"], ("", ""))


def _places(users: set[int]) -> dict[int, tuple[str, str]]:
    members = apps.get_model("crm", "Membership").objects.filter(user__in=users).select_related("boutique", "brand")
    found: dict[int, tuple[str, str]] = {}
    for each in members.order_by("pk"):
        place = each.boutique.name if each.boutique else each.brand.name if each.brand else ""
        found.setdefault(each.user_id, (each.role, place))
    return found
