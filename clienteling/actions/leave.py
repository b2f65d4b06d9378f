"""What leaves in the hands of a member of staff: whose data may go to where they work."""

from collections import Counter

from django.utils import timezone

from clienteling.queries.place import memberships_of
from consent.actions.transfers import note_refusals, note_transfers
from consent.queries.transfers import Place, grounds_to
from consent.residency.regions import Region, home_region, region_of_country
from crm.models import Brand, User
from crm.models.client import ClientQuerySet
from crm.residency import who_may_go, with_region


def note_leaving(clients: ClientQuerySet, *, user: User, brand: Brand, what: str) -> list[int]:
    """Ids of those among ``clients`` whose data may not go where this person works; they and what crosses are written
    down. In the transaction that reads. Four statements."""
    at, to = timezone.now(), Place(what[:80], region_of_user(user))
    allowed = who_may_go(clients, to=to.region, brand_id=brand.pk, at=at)
    staying = list(with_region(clients.exclude(pk__in=allowed.values("pk"))).values_list("pk", "region"))
    note_refusals([(pk, Region(region)) for pk, region in staying], to=to, purpose="export", at=at, user=user)
    grounds = grounds_to(to.region)
    counts = Counter(allowed.exclude(region=to.region).values_list("region", flat=True))
    crossing = [(Region(region), grounds[Region(region)], count) for region, count in counts.items()]
    note_transfers(crossing, to=to, purpose="export", at=at, user=user)
    return [pk for pk, _ in staying]


def region_of_user(user: User) -> Region:
    """Of the boutique, else of the country that they look after; of the group's people, the house's own."""
    for each in memberships_of(user):
        country = each.boutique.country if each.boutique else each.country
        if region := region_of_country(country):
            return region
    return home_region()
