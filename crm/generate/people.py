"""Clients of a generated house, what identifies them and who knows them, as lines for COPY.

Every draw comes from the seed and the order, so two passes over the same people agree: clients, identifiers and
relationships are three tables, and nobody is kept in memory between them.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from crm.generate.copying import NULL
from crm.generate.names import COUNTRIES, Name, Names
from crm.generate.numbers import anonymous_id_of, digits_of, phone_of, uid_of
from crm.generate.places import ZONES, Home, Premises
from crm.models import Client
from crm.search.text import search_text_for

CLIENT_COLUMNS = (
    "id", "uid", "given_name", "family_name", "name_order", "salutation", "language", "country", "city", "timezone",
    "birth_date", "tastes", "key_dates", "source", "search_text", "created_at", "updated_at",
)  # fmt: skip
IDENTIFIER_COLUMNS = ("namespace", "value", "client_id", "source", "asserted_at")
RELATIONSHIP_COLUMNS = ("client_id", "brand_id", "boutique_id", "country", "advisor_id", "tier", "since")
LANGUAGES = {"FR": "fr", "IT": "it", "CN": "zh-hans", "JP": "ja", "KR": "ko", "DE": "de", "GR": "el", "UA": "uk"}
TIERS = ("", "", "", "", "", "", "", "Client", "Important", "Very important")
SOURCE = "generated"
ONLINE_SHARE, TWO_HOMES_SHARE = 0.35, 0.08
YEARS = 6


@dataclass(frozen=True, slots=True)
class Person:
    """``number`` is the client's id, from which their numbers follow."""

    number: int
    name: Name
    country: str
    since: datetime
    identifiers: list[tuple[str, str]]
    homes: list[Home]
    tier: str


class People:
    """``first``: the id of the first client. Iterate as often as needed: the same people each time."""

    def __init__(self, premises: Premises, *, first: int, count: int, seed: int, now: datetime) -> None:
        self.premises, self.first, self.count, self.seed, self.now = premises, first, count, seed, now
        self._countries = [country for country, share in COUNTRIES.items() for _ in range(share)]

    def __iter__(self) -> Iterator[Person]:
        rng = Random(f"{self.seed}/people/{self.first}")
        names = Names(self.seed, rng)
        for number in range(self.first, self.first + self.count):
            yield self._person(number, names, rng)

    def _person(self, number: int, names: Names, rng: Random) -> Person:
        country = self._countries[int(rng.random() * len(self._countries))]
        name = names.draw(country)
        since = self.now - timedelta(days=YEARS * 365 * rng.random() + 1)
        return Person(
            number=number,
            name=name,
            country=country,
            since=since.replace(microsecond=0),
            identifiers=_identifiers(number, name, country, rng),
            homes=self._homes(country, rng),
            tier=TIERS[int(rng.random() * len(TIERS))],
        )

    def _homes(self, country: str, rng: Random) -> list[Home]:
        """One boutique of the country, or the online shop; some clients have a second one."""
        places, shops = self.premises.homes[country], list(self.premises.shops.values())
        home = places[int(len(places) * rng.random() ** 1.3)]
        homes = [shops[int(len(shops) * rng.random())] if rng.random() < ONLINE_SHARE else home]
        if rng.random() < TWO_HOMES_SHARE:
            homes.append(places[int(len(places) * rng.random())])
        return list(dict.fromkeys(homes))


def client_lines(people: People) -> Iterator[str]:
    order = Client.NameOrder
    for person in people:
        client = Client(uid=uid_of(person.number), given_name=person.name.given, family_name=person.name.family)
        words = search_text_for(client, person.identifiers)
        since = person.since.isoformat()
        yield "\t".join((
            str(person.number), client.uid, person.name.given, person.name.family,
            (order.FAMILY_FIRST if person.name.is_family_first else order.GIVEN_FIRST).value, "",
            LANGUAGES.get(person.country, "en"), person.country, "", ZONES[person.country], _birth_date(person.number),
            _tastes(person.number), "[]", SOURCE, words, since, since,
        )) + "\n"  # fmt: skip


def identifier_lines(people: People) -> Iterator[str]:
    for person in people:
        since = person.since.isoformat()
        for namespace, value in person.identifiers:
            yield f"{namespace}\t{value}\t{person.number}\t{SOURCE}\t{since}\n"


def relationship_lines(people: People) -> Iterator[str]:
    for person in people:
        for home in person.homes:
            advisor = str(home.advisors[person.number % len(home.advisors)]) if home.advisors else NULL
            country = home.country or person.country
            since = person.since.isoformat()
            place = f"{home.brand_id}\t{home.boutique_id}\t{country}"
            yield f"{person.number}\t{place}\t{advisor}\t{person.tier}\t{since}\n"


def _identifiers(number: int, name: Name, country: str, rng: Random) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if rng.random() < 0.85:
        found.append(("email", f"{name.latin or 'guest'}{number}@example.com"))
    if rng.random() < 0.7:
        found.append(("phone", phone_of(number, country)))
    if rng.random() < 0.4:
        found.append(("loyalty", f"LY{digits_of(number, 9)}"))
    if number % 2:
        found.append(("anonymous", anonymous_id_of(number)))
    return found


def _birth_date(number: int) -> str:
    return (date(1940, 1, 1) + timedelta(days=number * 7919 % 24_000)).isoformat() if number % 3 else NULL


def _tastes(number: int) -> str:
    colours = ("cassis", "ivory", "navy", "black", "cognac", "sage")
    return json.dumps({"colour": colours[number % 6], "ring": str(48 + number % 15)}) if number % 4 == 0 else "{}"
