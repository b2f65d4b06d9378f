"""Clients of a generated house, what identifies them and who knows them, as lines for COPY.

Every draw comes from the seed and the order, so two passes over the same people agree: clients, identifiers and
relationships are three tables, and nobody is kept in memory between them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from random import Random

from crm.generate.names import COUNTRIES, Name, Names
from crm.generate.numbers import anonymous_id_of, digits_of, phone_of, uid_of
from crm.generate.premises import NULL, ZONES, Home, Plan, Premises
from crm.search.text import search_line, words_of_line

CLIENT_COLUMNS = (
    "id", "uid", "given_name", "family_name", "name_order", "salutation", "language", "country", "city", "timezone",
    "birth_date", "tastes", "key_dates", "source", "search_text", "created_at", "updated_at",
)  # fmt: skip
IDENTIFIER_COLUMNS = ("namespace", "value", "client_id", "source", "asserted_at")
RELATIONSHIP_COLUMNS = ("client_id", "brand_id", "boutique_id", "country", "advisor_id", "tier", "since", "words")
LANGUAGES = {"FR": "fr", "IT": "it", "CN": "zh-hans", "JP": "ja", "KR": "ko", "DE": "de", "GR": "el", "UA": "uk"}
TIERS = ("", "", "", "", "", "", "", "Client", "Important", "Very important")
SOURCE = "generated"
ONLINE_SHARE, TWO_HOMES_SHARE = 0.35, 0.08
YEARS = 6
_COUNTRIES = [country for country, share in COUNTRIES.items() for _ in range(share)]
_COLOURS = ("cassis", "ivory", "navy", "black", "cognac", "sage")


@dataclass(frozen=True, slots=True)
class Person:
    """``number`` is the client's id, from which their numbers follow."""

    number: int
    name: Name
    country: str
    since: str
    identifiers: list[tuple[str, str]]
    homes: list[Home]
    tier: str


def people_of(plan: Plan, chunk: range) -> Iterator[Person]:
    """The people of these ids: the same each time for the same seed and chunk."""
    rng = Random(f"{plan.seed}/people/{chunk.start}")
    names = Names(plan.seed, rng)
    for number in chunk:
        yield _person(plan, number, names, rng)


def _person(plan: Plan, number: int, names: Names, rng: Random) -> Person:
    country = _COUNTRIES[int(rng.random() * len(_COUNTRIES))]
    name = names.draw(country)
    since = plan.now - timedelta(days=YEARS * 365 * rng.random() + 1)
    return Person(
        number=number,
        name=name,
        country=country,
        since=since.isoformat(timespec="seconds"),
        identifiers=_identifiers(number, name, country, rng),
        homes=_homes(plan.premises, country, rng),
        tier=TIERS[int(rng.random() * len(TIERS))],
    )


def _homes(premises: Premises, country: str, rng: Random) -> list[Home]:
    """One boutique of the country, or the online shop; some clients have a second one."""
    places, shops = premises.homes[country], list(premises.shops.values())
    home = places[int(len(places) * rng.random() ** 1.3)]
    homes = [shops[int(len(shops) * rng.random())] if rng.random() < ONLINE_SHARE else home]
    if rng.random() < TWO_HOMES_SHARE:
        homes.append(places[int(len(places) * rng.random())])
    return list(dict.fromkeys(homes))


def client_lines(plan: Plan, chunk: range) -> Iterator[str]:
    for person in people_of(plan, chunk):
        name, since, uid = person.name, person.since, uid_of(person.number)
        words = search_line(uid, name.given, name.family, person.identifiers)
        order = "family_first" if name.is_family_first else "given_first"
        yield (
            f"{person.number}\t{uid}\t{name.given}\t{name.family}\t{order}\t\t{LANGUAGES.get(person.country, 'en')}"
            f"\t{person.country}\t\t{ZONES[person.country]}\t{_birth_date(person.number)}\t{_tastes(person.number)}"
            f"\t[]\t{SOURCE}\t{words}\t{since}\t{since}\n"
        )


def identifier_lines(plan: Plan, chunk: range) -> Iterator[str]:
    for person in people_of(plan, chunk):
        for namespace, value in person.identifiers:
            yield f"{namespace}\t{value}\t{person.number}\t{SOURCE}\t{person.since}\n"


def relationship_lines(plan: Plan, chunk: range) -> Iterator[str]:
    for person in people_of(plan, chunk):
        uid = uid_of(person.number)
        words = words_of_line(search_line(uid, person.name.given, person.name.family, person.identifiers), uid)
        for home in person.homes:
            advisor = str(home.advisors[person.number % len(home.advisors)]) if home.advisors else NULL
            country = home.country or person.country
            place = f"{home.brand_id}\t{home.boutique_id}\t{country}"
            known = " ".join(f"'{home.boutique_id}:{word}'" for word in words)
            yield f"{person.number}\t{place}\t{advisor}\t{person.tier}\t{person.since}\t{known}\n"


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
    return _date(number * 7919 % 24_000) if number % 3 else NULL


@lru_cache(maxsize=24_000)
def _date(days: int) -> str:
    return (date(1940, 1, 1) + timedelta(days=days)).isoformat()


def _tastes(number: int) -> str:
    return f'{{"colour": "{_COLOURS[number % 6]}", "ring": "{48 + number % 15}"}}' if number % 4 == 0 else "{}"
