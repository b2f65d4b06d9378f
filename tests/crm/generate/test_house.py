"""A generated house is whole, the same for a seed, and as the product itself would have written it."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import connection

from crm.actions.partitions import make_partitions
from crm.generate import browsing
from crm.models import Client, Identifier, Interaction, MessageId, Purchase, PurchaseLine, Relationship
from crm.queries.partitions import stray_months
from crm.search.text import search_text_for

pytestmark = pytest.mark.django_db
INDEXES = """
    SELECT array_agg(concat_ws(' ', indexrelid::regclass, indisunique, indkey) ORDER BY indexrelid::regclass::text)
    FROM pg_index
"""
CONSTRAINTS = "SELECT array_agg(conname || pg_get_constraintdef(oid) ORDER BY conname) FROM pg_constraint"


def generate(*options: str) -> None:
    call_command("generate", "--clients", "60", "--seed", "3", *options, stdout=io.StringIO())


def asked(query: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()


def test_a_house_has_purchases_lines_and_interactions_in_proportion() -> None:
    generate()

    assert (Client.objects.count(), Purchase.objects.count(), Interaction.objects.count()) == (60, 120, 600)
    assert Relationship.objects.filter(client=None).count() == 0
    assert Client.objects.filter(relationships=None).count() == 0
    assert PurchaseLine.objects.values("purchase").distinct().count() == 120


def test_the_same_seed_makes_the_same_people() -> None:
    generate()
    names = list(Client.objects.order_by("uid").values_list("uid", "given_name", "family_name"))
    generate("--append")

    assert Client.objects.count() == 120
    assert Client.objects.values("uid").distinct().count() == 120
    assert list(Client.objects.order_by("id").values_list("uid", "given_name", "family_name")[:60]) != []
    assert names == sorted(Client.objects.order_by("id").values_list("uid", "given_name", "family_name")[:60])


def test_search_words_are_those_that_an_update_would_write() -> None:
    generate()

    for client in Client.objects.all():
        held = Identifier.objects.filter(client=client).order_by("id")
        assert client.search_text == search_text_for(client, held.values_list("namespace", "value"))


def test_tables_stripped_while_they_are_filled_are_whole_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm.generate.house.WORTH_STRIPPING", 1)
    make_partitions(datetime.now(UTC).date() - timedelta(days=browsing.DAYS), datetime.now(UTC).date())
    before = asked(INDEXES), asked(CONSTRAINTS)

    generate()

    assert (asked(INDEXES), asked(CONSTRAINTS)) == before
    assert asked("SELECT count(*) FROM pg_trigger WHERE tgenabled = 'D'") == (0,)
    assert Client.objects.create().pk > Client.objects.order_by("id")[59].pk


def test_a_house_with_clients_is_left_alone() -> None:
    Client.objects.create()

    with pytest.raises(CommandError):
        generate()

    assert Client.objects.count() == 1


def test_production_is_left_alone(settings: LazySettings) -> None:
    settings.IS_PRODUCTION = True

    with pytest.raises(CommandError):
        generate()

    assert Client.objects.count() == 0


def test_nothing_lies_in_the_future() -> None:
    generate()

    assert not Purchase.objects.filter(occurred_at__gt=datetime.now(UTC)).exists()
    assert not Interaction.objects.filter(timestamp__gt=datetime.now(UTC)).exists()


@pytest.mark.parametrize("stripped_from", [1, 20_000])
def test_every_interaction_lies_in_its_month_with_its_message_id(
    monkeypatch: pytest.MonkeyPatch, stripped_from: int
) -> None:
    monkeypatch.setattr("crm.generate.house.WORTH_STRIPPING", stripped_from)

    generate()

    assert (stray_months(), MessageId.objects.count()) == ([], 600)
