"""Puts the standing journeys in place, and the newest clients on them."""

from datetime import datetime, timedelta

from django.conf import settings

from crm.models import Brand, Purchase
from journeys.actions.enrol_purchases import enrol_first_purchases
from journeys.actions.library import STILL_UNAVAILABLE, ensure_journeys, still_unavailable_graph
from journeys.actions.publish import publish_version

# The story is lived in one sitting, so the message that waits days elsewhere comes at once here.
STILL_UNAVAILABLE_AFTER = timedelta(seconds=20)
# Wave 1 goes out 21 days after a first purchase: of these nobody is due yet.
ENROLLED_DAYS = 19


def write_journeys(brands: dict[str, Brand], now: datetime) -> int:
    """Makes each brand's journeys and enrols those who bought for the first time lately; returns how many."""
    for brand in brands.values():
        for journey in ensure_journeys(brand):
            if journey.code == STILL_UNAVAILABLE:
                # Another origin than the library's, so that the library leaves this version alone.
                graph = still_unavailable_graph(_wait()) | {"origin": "demonstration"}
                publish_version(journey, graph)
    recent = Purchase.objects.filter(
        brand__in=brands.values(), occurred_at__gt=now - timedelta(days=ENROLLED_DAYS), client__isnull=False
    )
    return enrol_first_purchases(list(recent.values_list("pk", flat=True)), now=now)


def _wait() -> timedelta:
    return min(STILL_UNAVAILABLE_AFTER, timedelta(seconds=settings.STILL_UNAVAILABLE_AFTER))
