"""What a privacy officer has to look into, page after page."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from consent.models import AccessAlert

PAGE = 30
STATES = {
    "new": Q(asked_at=None, explained_at=None),
    "asked": Q(asked_at__isnull=False, explained_at=None),
    "explained": Q(explained_at__isnull=False),
}


@dataclass(frozen=True)
class AlertPage:
    """``next_before`` is the key of the next page, empty on the last."""

    rows: list[AccessAlert]
    next_before: str


def alert_page(alerts: QuerySet[AccessAlert], *, state: str = "", before: str = "") -> AlertPage:
    """Newest first, ``PAGE`` at a time; an unknown state asks for those that are not explained. One statement, and one
    more for a further page."""
    rows = alerts.filter(STATES.get(state, Q(explained_at=None))).select_related(
        "user", "client", "asked_by", "explained_by"
    )
    if before.isdecimal() and len(before) < 19:
        last = AccessAlert.objects.filter(pk=int(before)).values_list("at", "pk").first()
        rows = rows.filter(Q(at__lt=last[0]) | Q(at=last[0], pk__lt=last[1])) if last else rows.none()
    found = list(rows.order_by("-at", "-pk")[: PAGE + 1])
    return AlertPage(found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else "")
