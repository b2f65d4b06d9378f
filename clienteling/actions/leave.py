"""What leaves in the hands of a member of staff: whose data may go to where they work."""

from collections import Counter
from dataclasses import dataclass

from django.utils import timezone

from clienteling.queries.place import memberships_of
from consent.actions.transfers import note_refusals, note_transfers
from consent.queries.transfers import Place, grounds_to
from consent.residency.homes import region_of_client
from consent.residency.regions import Region, home_region, region_of_country
from crm.models import Brand, Client, User
from crm.models.client import ClientQuerySet
from crm.residency import who_may_go, with_region


@dataclass(frozen=True)
class Staying:
    """Whose data stay where they are: ``regions`` by client id, and their public ids."""

    regions: dict[int, Region]
    uids: frozenset[str] = frozenset()

    @property
    def words(self) -> str:
        """Such as "12 clients of China are not in this file."; empty where everybody is in it."""
        counts = Counter(self.regions.values())
        return " ".join(_left_out(region, counts[region]) for region in Region if counts[region])


def note_leaving(clients: ClientQuerySet, *, user: User, brand: Brand | None, what: str) -> Staying:
    """Those among ``clients`` whose data may not go where this person works; they and what crosses are written down.

    ``brand``: whose consent counts; None is the whole group. In the transaction that reads. Four statements.
    """
    at, to = timezone.now(), Place(what[:80], region_of_user(user))
    allowed = who_may_go(clients, to=to.region, brand_id=brand.pk if brand else None, at=at)
    kept = with_region(clients.exclude(pk__in=allowed.values("pk"))).values_list("pk", "uid", "region")
    staying = {pk: Region(region) for pk, _, region in kept}
    note_refusals(staying.items(), to=to, purpose="export", at=at, user=user)
    grounds = grounds_to(to.region)
    counts = Counter(allowed.exclude(region=to.region).values_list("region", flat=True))
    crossing = [(Region(region), grounds[Region(region)], count) for region, count in counts.items()]
    note_transfers(crossing, to=to, purpose="export", at=at, user=user)
    return Staying(staying, frozenset(uid for _, uid, _ in kept))


def note_kept_abroad(client: Client, *, user: User) -> None:
    """That somebody at headquarters asked for a client whom they are not shown; one row a day for a client."""
    to, asked = Place("screens of headquarters", region_of_user(user)), [(client.pk, region_of_client(client.pk))]
    note_refusals(asked, to=to, purpose="staff-access", at=timezone.now(), user=user)


def _left_out(region: Region, count: int) -> str:
    who = "1 client" if count == 1 else f"{count:,} clients"
    return f"{who} of {region.label} {'is' if count == 1 else 'are'} not in this file."


def region_of_user(user: User) -> Region:
    """Of the boutique, else of the country that they look after; of the group's people, the house's own."""
    for each in memberships_of(user):
        country = each.boutique.country if each.boutique else each.country
        if region := region_of_country(country):
            return region
    return home_region()
