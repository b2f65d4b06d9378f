import threading
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from crm.identity.bulk import NewClient, known_clients, resolve_many
from crm.models import Client, Identifier
from tests.factories import add_identifier

AT = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)


def test_each_unknown_value_becomes_a_client_with_search_words(db: None) -> None:
    resolved = resolve_many("loyalty", {"L1": NewClient("FR", "fr"), "L2": NewClient()}, source="till", asserted_at=AT)

    clients = [Client.objects.get(pk=resolved.ids[value]) for value in ("L1", "L2")]
    assert resolved.created == 2
    assert [(each.country, each.language, each.source) for each in clients] == [
        ("FR", "fr", "till"),
        ("", "en", "till"),
    ]
    assert ["l1" in clients[0].search_text.split(), "l2" in clients[1].search_text.split()] == [True, True]
    assert set(Identifier.objects.values_list("namespace", "source", "asserted_at")) == {("loyalty", "till", AT)}


def test_resolving_again_makes_nobody(db: None) -> None:
    first = resolve_many("crm", {"A:1": NewClient()}, source="till", asserted_at=AT)

    again = resolve_many("crm", {"A:1": NewClient(), "A:2": NewClient()}, source="till", asserted_at=AT)

    assert (again.created, again.ids["A:1"], Client.objects.count()) == (1, first.ids["A:1"], 2)


def test_a_retracted_identifier_leads_to_nobody(camille: Client) -> None:
    add_identifier(camille, "crm", "A:1", retracted_at=AT)

    assert known_clients("crm", ["A:1"]) == {}


def test_a_merged_client_leads_to_the_survivor(camille: Client) -> None:
    duplicate = Client.objects.create(canonical=camille)
    add_identifier(duplicate, "crm", "A:1")

    assert known_clients("crm", ["A:1"]) == {"A:1": camille.pk}


def test_more_values_than_a_batch_are_all_resolved(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm.identity.bulk.BATCH", 3)

    resolved = resolve_many("crm", {f"A:{n}": NewClient() for n in range(10)}, source="till", asserted_at=AT)

    assert (resolved.created, len(set(resolved.ids.values())), Client.objects.count()) == (10, 10, 10)


@pytest.mark.django_db(transaction=True)
def test_two_imports_that_meet_the_same_people_at_once_make_each_of_them_once() -> None:
    """One transaction holds its new clients open; the other waits for it, takes its clients, and drops its own."""
    values = {f"A:{number}": NewClient() for number in range(200)}
    found = []

    def resolve_elsewhere() -> None:
        try:
            found.append(resolve_many("crm", values, source="second", asserted_at=AT))
        finally:
            connection.close()

    other = threading.Thread(target=resolve_elsewhere)
    with transaction.atomic():
        mine = resolve_many("crm", values, source="first", asserted_at=AT)
        other.start()
        other.join(0.5)
        assert other.is_alive()
    other.join(10)

    assert (mine.created, found[0].created, found[0].ids == mine.ids) == (200, 0, True)
    assert (Client.objects.count(), Identifier.objects.filter(source="first").count()) == (200, 200)
