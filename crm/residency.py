"""Which region's law each client lives under, and who of them may go to another, inside a query.

In this order: a residence that somebody set (of a merged record too; China before others, since a merge opens no
border); China, where a merged record's country says so; the client's country; the country of whoever has known them
longest; the house's own region.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from consent.models import Residence
from consent.queries.transfers import BY_CONSENT, consents_to_leave, grounds_to
from consent.residency.regions import Region, home_region
from crm.countries import region_of
from crm.models import Client, Relationship


def with_region(clients: QuerySet[Client]) -> QuerySet[Any, Any]:
    """Each with ``region``."""
    merged = Residence.objects.filter(client__canonical=OuterRef("pk")).order_by("pk").values("region")
    own = Residence.objects.filter(client=OuterRef("pk")).values("region")
    alone = Client.objects.filter(canonical=OuterRef("pk"), residence=None).exclude(country="").order_by("pk")
    countries = alone.annotate(region=region_of("country")).values("region")
    known = Relationship.objects.filter(client=OuterRef("pk")).exclude(country="").order_by("since", "pk")
    places = known.annotate(region=region_of("country")).values("region")
    return clients.annotate(
        region=Coalesce(
            Subquery(merged.filter(region=Region.CN)[:1]),
            Subquery(own[:1]),
            Subquery(merged[:1]),
            Subquery(countries.filter(region=Region.CN)[:1]),
            Case(When(~Q(country=""), then=region_of("country"))),
            Subquery(places[:1]),
            Value(home_region().value),
            output_field=CharField(),
        )
    )


def regions_of(client_ids: Iterable[int]) -> dict[int, Region]:
    """By id. One statement."""
    rows = with_region(Client.objects.filter(pk__in=list(client_ids))).values_list("pk", "region")
    return {pk: Region(region) for pk, region in rows}


def who_may_go(clients: QuerySet[Client], *, to: Region, brand_id: int | None, at: datetime) -> QuerySet[Any, Any]:
    """Those whose data may go to a region (consent.queries.transfers), each with ``region``. One statement beforehand
    for the rules."""
    grounds = grounds_to(to)
    asked = [region for region, ground in grounds.items() if ground in BY_CONSENT]
    freely = [to, *(region for region in grounds if region not in asked)]
    given = consents_to_leave(brand_id, at).values("client")
    return with_region(clients).filter(Q(region__in=freely) | Q(region__in=asked, pk__in=given))
