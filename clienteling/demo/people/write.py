"""Writes clients with their identifiers, the links between these, and who knows them."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from clienteling.demo.copying import as_json, copy_rows, take_ids
from clienteling.demo.people.person import Person
from crm.models import Boutique, Brand, Client, Identifier, IdentityLink, Relationship, User
from crm.search.text import search_text_for

SOURCE = "demonstration"
ALICES_SHARE = 0.045
CLIENT_COLUMNS = (
    "id", "uid", "given_name", "family_name", "name_order", "salutation", "language", "country", "city", "timezone",
    "birth_date", "tastes", "key_dates", "source", "search_text", "created_at", "updated_at",
)  # fmt: skip
IDENTIFIER_COLUMNS = ("id", "namespace", "value", "client_id", "source", "asserted_at", "verified_at")
LINK_COLUMNS = ("id", "a_id", "b_id", "source", "asserted_by", "asserted_at")
RELATIONSHIP_COLUMNS = ("id", "client_id", "brand_id", "boutique_id", "country", "advisor_id", "tier", "since")


def write_people(people: list[Person]) -> None:
    """Writes clients, identifiers and links; sets each person's ``id``."""
    for person, number in zip(people, take_ids(Client, len(people)), strict=True):
        person.id = number
    copy_rows(Client, CLIENT_COLUMNS, (_client_row(person) for person in people))
    _write_identifiers(people)


def assign_advisors(people: list[Person], advisors: dict[str, list[User]], seed: int, today: date) -> None:
    """Puts each client of a boutique into a book there; online shops have no books."""
    rng = Random(f"{seed}/books")
    for person in people:
        for brand, home in person.homes.items():
            if home in advisors:
                person.advisors[brand] = _advisor_of(person, advisors[home], rng, today)


def _advisor_of(person: Person, staff: list[User], rng: Random, today: date) -> int:
    """The cast's own advisor. Alice keeps few others, and nobody's day but the cast's comes soon in her book:
    so that her morning shows a reason of each kind, and not five birthdays.
    """
    alice = next((user for user in staff if user.email.startswith("alice@")), None)
    named = next((user for user in staff if person.advisor_code and user.email.startswith(person.advisor_code)), None)
    if named:
        return named.pk
    if alice and rng.random() < ALICES_SHARE and not _has_a_day_soon(person, today):
        return alice.pk
    return rng.choice([user for user in staff if user != alice]).pk


def _has_a_day_soon(person: Person, today: date) -> bool:
    days = [each["date"] for each in person.key_dates]
    days += [f"{person.birth_date:%m-%d}"] if person.birth_date else []
    soon = {f"{today + timedelta(days=ahead):%m-%d}" for ahead in range(31)}
    return any(day in soon for day in days)


def write_relationships(
    people: list[Person], places: dict[int, set[str]], brands: dict[str, Brand], boutiques: dict[str, Boutique]
) -> None:
    """One row per client and boutique; ``places`` are further boutiques where a client id bought."""
    rows = list(_relationship_rows(people, places, brands, boutiques))
    ids = take_ids(Relationship, len(rows))
    copy_rows(Relationship, RELATIONSHIP_COLUMNS, ((number, *row) for number, row in zip(ids, rows, strict=True)))


def identifiers_of(person: Person) -> list[tuple[str, str]]:
    """(namespace, normalised value) of a person, e-mail first."""
    pairs = [
        ("email", person.email),
        ("phone", person.phone),
        ("loyalty", person.loyalty),
        ("anonymous", person.anonymous_id),
    ]
    return [(namespace, value) for namespace, value in pairs if value]


def _client_row(person: Person) -> tuple[Any, ...]:
    name = person.name
    client = Client(uid=person.uid, given_name=name.given, family_name=name.family)
    order = Client.NameOrder.FAMILY_FIRST if name.culture.is_family_first else Client.NameOrder.GIVEN_FIRST
    return (
        person.id, person.uid, name.given, name.family, str(order), name.salutation, person.language, person.country,
        person.city, person.timezone, person.birth_date, as_json(person.tastes), as_json(person.key_dates), SOURCE,
        _search_text(client, person), person.since, person.since,
    )  # fmt: skip


def _search_text(client: Client, person: Person) -> str:
    """With the Latin spelling too, since an advisor in Paris types what is on the passport."""
    text = search_text_for(client, identifiers_of(person))
    if person.name.given == person.name.latin_given and person.name.family == person.name.latin_family:
        return text
    return f"{text} {person.name.latin_given.lower()} {person.name.latin_family.lower()}"


def _write_identifiers(people: list[Person]) -> None:
    rows = [(pair, person) for person in people for pair in identifiers_of(person)]
    ids = take_ids(Identifier, len(rows))
    copy_rows(
        Identifier,
        IDENTIFIER_COLUMNS,
        (
            (number, namespace, value, person.id, SOURCE, person.since, _verified(namespace, person.since))
            for number, ((namespace, value), person) in zip(ids, rows, strict=True)
        ),
    )
    _write_links(list(zip(ids, (person for _, person in rows), strict=True)))


def _verified(namespace: str, at: datetime) -> datetime | None:
    return at + timedelta(minutes=4) if namespace == "email" else None


def _write_links(identifiers: list[tuple[int, Person]]) -> None:
    """Each further identifier of a person was seen together with the first."""
    edges = []
    first, owner = 0, 0
    for number, person in identifiers:
        if person.id != owner:
            first, owner = number, person.id
            continue
        edges.append((min(first, number), max(first, number), person))
    ids = take_ids(IdentityLink, len(edges))
    copy_rows(
        IdentityLink,
        LINK_COLUMNS,
        (
            (number, a, b, SOURCE, f"card of {person.uid}", person.since)
            for number, (a, b, person) in zip(ids, edges, strict=True)
        ),
    )


def _relationship_rows(
    people: list[Person], places: dict[int, set[str]], brands: dict[str, Brand], boutiques: dict[str, Boutique]
) -> Iterator[tuple[Any, ...]]:
    for person in people:
        for code in dict.fromkeys([*person.homes.values(), *sorted(places.get(person.id, ()))]):
            boutique = boutiques[code]
            brand = boutique.brand.code
            is_home = person.homes.get(brand) == code
            yield (
                person.id,
                brands[brand].pk,
                boutique.pk,
                person.country if boutique.kind == Boutique.Kind.ONLINE else boutique.country,
                person.advisors.get(brand) if is_home else None,
                person.rank if is_home else "",
                person.since,
            )
