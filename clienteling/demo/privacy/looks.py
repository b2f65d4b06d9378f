"""Two weeks of looks at clients: what the log of a house holds, so that what stands out does stand out.

The log is written in one go like the other history: its moments are the past, which no action may choose.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from clienteling.demo.copying import as_json, copy_rows, take_ids
from consent.models import AccessEntry
from crm.models import Boutique, Membership, Relationship, User
from crm.queries.name_bearers import is_rare
from crm.search.text import words_of

COLUMNS = ("id", "at", "user_id", "api_key", "client_id", "action", "fields", "why", "request_id")
DAYS, OPENS, HOURS_OPEN = 13, 10, 9
FEWEST, MOST = 4, 11
SHOWN = as_json(["identity", "purchases", "consents"])
# So many on one day are asked about (clienteling.queries.unusual_access).
FAR_MORE = 64
AT_NIGHT = 5
# Of each boutique, so that a larger house does not take longer.
MOST_KNOWN = 400


@dataclass(frozen=True)
class Look:
    at: datetime
    user: int
    client: int
    why: str = "client page"


def write_looks(seed: int, now: datetime) -> int:
    """Every advisor's usual days; one who looked at far more, one at night, one at the own family name."""
    rng = Random(f"{seed}/looks")
    places = _places()
    looks = [look for place in places for look in _usual(place, rng, now)]
    looks += [*_far_more(places[2], rng, now), *_at_night(places[0], rng, now), *_of_the_same_name(places, now)]
    kept = sorted((look for look in looks if look.at < now), key=lambda look: look.at)
    ids = take_ids(AccessEntry, len(kept))
    rows = (
        (number, each.at, each.user, "", each.client, "viewed", SHOWN, each.why, "")
        for number, each in zip(ids, kept, strict=True)
    )
    return copy_rows(AccessEntry, COLUMNS, rows)


def _usual(place: "_Place", rng: Random, now: datetime) -> Iterator[Look]:
    for advisor in place.advisors:
        strangers = place.strangers_to(advisor)
        for day in range(1, DAYS + 1):
            for client in rng.sample(strangers, min(len(strangers), rng.randint(FEWEST, MOST))):
                yield Look(_within(place.boutique, day, rng, now), advisor.pk, client)


def _far_more(place: "_Place", rng: Random, now: datetime) -> Iterator[Look]:
    """On one day, as one does who is about to leave, or who plans an evening: asking is what finds out."""
    advisor = place.advisors[0]
    strangers = place.strangers_to(advisor)
    for client in rng.sample(strangers, min(len(strangers), FAR_MORE)):
        yield Look(_within(place.boutique, 2, rng, now), advisor.pk, client, "list")


def _at_night(place: "_Place", rng: Random, now: datetime) -> Iterator[Look]:
    advisor, late = place.advisors[-1], _moment(place.boutique, 3, now, time(23, 10))
    for number, client in enumerate(place.strangers_to(advisor)[:AT_NIGHT]):
        yield Look(late + timedelta(minutes=4 * number + rng.randint(0, 3)), advisor.pk, client)


def _of_the_same_name(places: list["_Place"], now: datetime) -> Iterator[Look]:
    """One look, where few bear the name of both; else of the first two who bear it, somebody who comes back."""
    at_work = [(place, advisor) for place in places for advisor in place.advisors]
    found = [(place, advisor, client) for place, advisor in at_work for client in place.namesakes_of(advisor)]
    rare = [each for each in found if is_rare(words_of(each[1].last_name))]
    for place, advisor, client in (rare or found)[:1]:
        for day in (1,) if rare else (5, 3, 1):
            yield Look(_moment(place.boutique, day, now, time(12, 20)), advisor.pk, client)


@dataclass(frozen=True)
class _Place:
    """A boutique with its advisors, and its clients as (id, family name)."""

    boutique: Boutique
    advisors: list[User]
    clients: list[tuple[int, str]]

    def strangers_to(self, advisor: User) -> list[int]:
        """Those of another name: in many countries a colleague bears a client's, and a sign is shown once."""
        return [client for client, name in self.clients if name != advisor.last_name]

    def namesakes_of(self, advisor: User) -> list[int]:
        """Who are not in their own book: that would be their work."""
        own = set(Relationship.objects.filter(boutique=self.boutique, advisor=advisor).values_list("client", flat=True))
        return [client for client, name in self.clients if name == advisor.last_name and client not in own]


def _places() -> list[_Place]:
    boutiques = Boutique.objects.filter(kind=Boutique.Kind.BOUTIQUE).order_by("pk")
    return [_Place(boutique, _advisors_of(boutique), _clients_of(boutique)) for boutique in boutiques]


def _clients_of(boutique: Boutique) -> list[tuple[int, str]]:
    known = Relationship.objects.filter(boutique=boutique, client__canonical=None).order_by("client")
    return list(known.values_list("client", "client__family_name")[:MOST_KNOWN])


def _advisors_of(boutique: Boutique) -> list[User]:
    members = Membership.objects.filter(boutique=boutique, role=Membership.Role.ADVISOR).select_related("user")
    return [each.user for each in members.order_by("user")]


def _within(boutique: Boutique, days_ago: int, rng: Random, now: datetime) -> datetime:
    """A moment of the opening hours of that day."""
    return _moment(boutique, days_ago, now, time(OPENS)) + timedelta(minutes=rng.randint(0, HOURS_OPEN * 60))


def _moment(boutique: Boutique, days_ago: int, now: datetime, clock: time) -> datetime:
    zone = ZoneInfo(boutique.timezone)
    return datetime.combine(now.astimezone(zone).date() - timedelta(days=days_ago), clock, zone)
