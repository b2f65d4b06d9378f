"""What many clients allow, in one look: for lists. A message asks may_contact, which looks at the very address."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from consent.models import CurrentDecision, Decision, Restriction, Suppression
from consent.queries.lineage import those_above
from consent.residency.homes import regions_of_clients
from consent.residency.regions import Region

if TYPE_CHECKING:
    from crm.models import Brand


def open_channels(
    client_ids: Iterable[int], *, brand: "Brand", at: datetime, purpose: str = "marketing"
) -> dict[int, list[str]]:
    """Client id to the channels that a decision holds open, in alphabetical order. Two statements."""
    given = list(
        _given(client_ids, brand, purpose, at).values_list("client_id", "channel", "contact_hash").order_by("channel")
    )
    live = Suppression.objects.filter(Q(brand=brand) | Q(brand=None), lifted_at=None)
    stopped = set(live.filter(contact_hash__in={row[2] for row in given}).values_list("channel", "contact_hash"))
    channels: dict[int, list[str]] = {}
    for client_id, channel, hashed in given:
        if (channel, hashed) not in stopped and channel not in channels.setdefault(client_id, []):
            channels[client_id].append(channel)
    return channels


def clients_profiled(client_ids: Iterable[int], *, brand: "Brand", at: datetime) -> set[int]:
    """Those who agreed to suggestions from their history; in China to decisions by machine as well (PIPL Art. 24).
    Two statements, three where somebody lives in China."""
    agreed = set(_given(client_ids, brand, "profiling", at).values_list("client_id", flat=True))
    chinese = {pk for pk, region in regions_of_clients(agreed).items() if region == Region.CN} if agreed else set()
    if not chinese:
        return agreed
    separately = set(_given(chinese, brand, "automated-decisions", at).values_list("client_id", flat=True))
    return agreed - chinese | separately


def _given(client_ids: Iterable[int], brand: "Brand", purpose: str, at: datetime) -> QuerySet[CurrentDecision]:
    is_valid = Q(decision__valid_to=None) | Q(decision__valid_to__gt=at)
    given = CurrentDecision.objects.filter(
        is_valid,
        client_id__in=list(client_ids),
        brand=brand,
        purpose__code=purpose,
        decision__status=Decision.Status.GIVEN,
    )
    restricted = Restriction.objects.filter(client=OuterRef("client"), lifted_at=None)
    return given.exclude(Exists(_refused_above(purpose))).exclude(Exists(restricted))


def _refused_above(purpose: str) -> QuerySet[CurrentDecision]:
    """A no to a purpose over this one, on the same address or about the person."""
    here = Q(channel="") | Q(channel=OuterRef("channel"), contact_hash=OuterRef("contact_hash"))
    return CurrentDecision.objects.filter(
        here,
        client=OuterRef("client"),
        brand=OuterRef("brand"),
        purpose__in=those_above(purpose),
        decision__status__in=(Decision.Status.REFUSED, Decision.Status.WITHDRAWN),
    )
