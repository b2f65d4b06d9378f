"""Write what a chunk made of people: clients, identifiers and their links, and which places know them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from consent.actions.heed import heed_refusals_of_many
from crm.identity.choose import owners_of
from crm.identity.claims import IdentifierClaim
from crm.identity.contacts import contacts_of
from crm.ingest.files.kinds.clients.fields import FACTS
from crm.ingest.files.things import Things
from crm.ingest.files.whose import UID
from crm.models import Boutique, Brand, Client, Identifier, IdentityLink, Relationship
from crm.search.text import search_text_for
from crm.search.upkeep import forget_words

State = dict[str, Any]
WRITTEN = [*FACTS, "tastes", "key_dates", "search_text", "updated_at"]


def write_people(  # noqa: PLR0913  # a plan and where it comes from, all named
    people: Things,
    taken: Mapping[IdentifierClaim, int],
    rows: Sequence[tuple[int, tuple[IdentifierClaim, ...]]],
    *,
    brand: Brand,
    source: str,
    now: datetime,
) -> None:
    """Keep a plan. Raises IntegrityError when another process took an identifier, or a place, a moment ago."""
    ids = {_number(key): pk for key, pk in people.ids.items()} | _make_clients(people.made, source)
    _change_clients(people)
    made = Identifier.objects.bulk_create(
        Identifier(
            namespace=claim.namespace, value=claim.value, client_id=ids[client], source=source[:80], asserted_at=now
        )
        for claim, client in sorted(taken.items(), key=lambda item: (item[0].namespace, item[0].value))
    )  # fmt: skip
    if made:
        heed_refusals_of_many((each.client_id, *contact) for each in made for contact in contacts_of(each))
        _draw_links([(ids[client], claims) for client, claims in rows], source, now)
    _write_places(people, ids, brand)


def _number(key: str) -> int:
    return int(key.partition(":")[2])


def _make_clients(states: Mapping[str, State], source: str) -> dict[int, int]:
    """Number of the plan to id."""
    clients = [_set(Client(source=source[:60]), state) for state in states.values()]
    Client.objects.bulk_create(clients)
    return {_number(key): client.pk for key, client in zip(states, clients, strict=True)}


def _set(client: Client, state: State) -> Client:
    for name, value in state["facts"].items():
        setattr(client, name, date.fromisoformat(value) if name == "birth_date" and value else value)
    client.tastes = state["tastes"]
    client.key_dates = [{"name": name, "date": day} for name, day in state["key_dates"].items()]
    identifiers = [(namespace, value) for namespace, values in state["identifiers"].items() for value in values]
    client.search_text = search_text_for(client, identifiers)
    client.updated_at = timezone.now()
    return client


def _change_clients(people: Things) -> None:
    """Those whose facts or identifiers changed; who is only known in one more place stays as they are."""
    states = {people.ids[key]: state for key, state in people.changed.items() if _is_other(people.states[key], state)}
    clients = Client.objects.in_bulk(list(states))
    gone: set[str] = set()
    for pk, client in clients.items():
        before = client.search_text
        gone |= set(before.split()) - set(_set(client, states[pk]).search_text.split())
    Client.objects.bulk_update(clients.values(), WRITTEN, batch_size=500)
    if gone:
        # A name is personal data: one that nobody bears any more leaves the vocabulary of the search.
        transaction.on_commit(partial(forget_words, sorted(gone)))


def _is_other(before: State, after: State) -> bool:
    return {**before, "places": {}} != {**after, "places": {}}


def _draw_links(rows: Iterable[tuple[int, tuple[IdentifierClaim, ...]]], source: str, now: datetime) -> None:
    """A star from the most believed identifier of each row: they were seen together."""
    wanted = [(client, [claim for claim in claims if claim.namespace != UID]) for client, claims in rows]
    held = owners_of([claim for _, claims in wanted for claim in claims])
    links: dict[tuple[int, int], None] = {}
    for client, claims in wanted:
        mine = [held[claim].pk for claim in claims if claim in held and held[claim].client_id == client]
        links |= dict.fromkeys((min(mine[0], other), max(mine[0], other)) for other in mine[1:] if other != mine[0])
    IdentityLink.objects.bulk_create(
        [IdentityLink(a_id=a, b_id=b, source=source[:80], asserted_at=now) for a, b in sorted(links)],
        ignore_conflicts=True,
    )


def _write_places(people: Things, ids: Mapping[int, int], brand: Brand) -> None:
    countries = dict(Boutique.objects.filter(brand=brand).values_list("pk", "country"))
    fresh, changed = [], {}
    for key, state in people.after.items():
        known = people.states.get(key, {}).get("places", {})
        for place, facts in state["places"].items():
            if facts != known.get(place):
                country = countries.get(int(place)) or state["facts"].get("country", "")
                row = _relationship(ids[_number(key)], int(place), facts, brand, country)
                if place in known:
                    changed[row.client_id, row.boutique_id] = row
                else:
                    fresh.append(row)
    Relationship.objects.bulk_create(fresh)
    _change_places(changed, brand)


def _relationship(client: int, boutique: int, facts: State, brand: Brand, country: str) -> Relationship:
    return Relationship(
        client_id=client, brand=brand, boutique_id=boutique or None, advisor_id=facts["advisor"], tier=facts["tier"],
        since=datetime.fromisoformat(facts["since"]), country=country,
    )  # fmt: skip


def _change_places(changed: Mapping[tuple[int, int | None], Relationship], brand: Brand) -> None:
    rows = Relationship.objects.filter(brand=brand, client__in={client for client, _ in changed})
    mine = [row for row in rows if (row.client_id, row.boutique_id) in changed]
    for row in mine:
        after = changed[row.client_id, row.boutique_id]
        row.since, row.tier, row.advisor_id = after.since, after.tier, after.advisor_id
    Relationship.objects.bulk_update(mine, ["since", "tier", "advisor"])
