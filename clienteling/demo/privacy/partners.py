"""Two systems of others that are told of audiences: one in London, one across the Atlantic."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from clienteling.demo.privacy.roles import Roles
from crm.actions.audience_upkeep import recompute_audience
from crm.actions.destinations import Wanted, make_destination, start_audience
from crm.actions.gather_deliveries import gather_deliveries
from crm.models import Destination, Segment

STUDIO, AUDIENCES = "Studio Wren, letters", "Lumen, advertising"
# Name, purpose, channel, region, segment. Clients in China go to neither: no rule leads out of it.
PARTNERS = (
    (STUDIO, "marketing", "email", "uk", "gift"),
    (AUDIENCES, "sharing", "", "us", "vic"),
)


def connect_partners(roles: Roles, now: datetime) -> None:
    """They are told of everybody whose consent and region allow it; the messages go as soon as the workers run."""
    for name, purpose, channel, region, segment in PARTNERS:
        wanted = Wanted(name=name, url=settings.BASE_URL, purpose=purpose, channel=channel, region=region)
        made, _ = make_destination(roles.brand, wanted, actor=roles.staff["hana"])
        told_of = Segment.objects.get(brand=roles.brand, code=segment)
        recompute_audience(start_audience(made, told_of, actor=roles.staff["hana"]).pk)
    gather_deliveries(at=now)
    place_partners(settings.BASE_URL)


def place_partners(base: str) -> None:
    """They listen where the demonstration is served, whose port may be another at each start."""
    for each in Destination.objects.filter(name__in=(STUDIO, AUDIENCES)):
        address = f"{base}{reverse('demo-partner', args=[each.pk])}"
        Destination.objects.filter(pk=each.pk).update(url=address)
