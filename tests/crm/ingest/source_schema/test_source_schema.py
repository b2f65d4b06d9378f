"""A source's own schema: what differs is counted and kept, and only what it blocks is refused."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from crm.actions.source_figures import add_up_arrivals
from crm.actions.source_schema import take_learnt_schema
from crm.ingest.source_schema.definition import SchemaError, parse_text, read_schema
from crm.ingest.source_schema.learning import schema_from
from crm.models import Interaction, RejectedCall, SchemaViolation, Source, User
from tests.crm.ingest.sending import call, send
from tests.factories import make_interaction

WRITTEN = """
specification = true
other_events = "counted"

[events."Store Found"]
unknown_properties = "counted"
properties = { store = "string!", distance = "number", open = "boolean" }

[events."Debug Dump"]
blocked = true
"""


@pytest.fixture
def website(website: Source) -> Source:
    website.schema = parse_text(WRITTEN)
    website.save()
    return website


def found() -> list[tuple[str, str, str, int]]:
    add_up_arrivals()
    rows = SchemaViolation.objects.order_by("event", "path", "code")
    return list(rows.values_list("event", "path", "code", "count"))


def track(event: str, number: int = 1, **properties: Any) -> dict[str, Any]:
    return call(event=event, properties=properties, messageId=f"m-{event}-{number}")


@pytest.mark.django_db
def test_what_is_as_the_schema_says_is_not_counted(website: Source) -> None:
    send(website, track("Store Found", store="Paris", distance=2, open=True), call("page", name="Anything"))

    assert found() == []


@pytest.mark.django_db
def test_what_differs_is_counted_and_kept_as_it_came(website: Source) -> None:
    odd = {"store": 7, "distance": True, "colour": "red"}

    send(website, track("Store Found", 1, **odd), track("Store Found", 2), track("Whatever"))

    assert found() == [
        ("Store Found", "", "property_unknown", 1),
        ("Store Found", "distance", "type_wrong", 1),
        ("Store Found", "store", "property_missing", 1),
        ("Store Found", "store", "type_wrong", 1),
        ("Whatever", "", "event_unknown", 1),
    ]
    assert Interaction.objects.get(message_id="m-Store Found-1").properties == odd
    assert Interaction.objects.count() == 3


@pytest.mark.django_db
def test_ecommerce_events_are_held_against_the_specification(website: Source) -> None:
    send(website, track("Cart Viewed", products=[{"sku": "A"}, {"sku": "B", "price": -1}]), track("Products Searched"))

    assert found() == [
        ("Cart Viewed", "products[].price", "negative_price", 1),
        ("Products Searched", "query", "query_missing", 1),
    ]


@pytest.mark.django_db
def test_a_blocked_event_is_refused_and_the_others_are_kept(website: Source) -> None:
    answer = send(website, track("Debug Dump"), track("Store Found", store="Paris"))

    assert [(each["index"], each["code"]) for each in answer.json()["rejected"]] == [(0, "event_blocked")]
    assert list(Interaction.objects.values_list("name", flat=True)) == ["Store Found"]
    assert list(RejectedCall.objects.values_list("code", "count")) == [("event_blocked", 1)]


@pytest.mark.django_db
def test_a_source_without_a_schema_counts_nothing(source: Source) -> None:
    send(source, track("Whatever"))

    assert found() == []


@pytest.mark.django_db
def test_a_schema_that_cannot_be_read_lets_everything_in(source: Source) -> None:
    Source.objects.update(schema={"events": 7})

    send(source, track("Whatever"))

    assert (Interaction.objects.count(), found()) == (1, [])


@pytest.mark.parametrize(
    "written",
    [
        "not = [closed", "[1, 2]", 'other_events = "some"', "events = 7", 'events = { A = "string" }',
        'events = { A = { properties = { b = "text" } } }', 'events = { A = { blocked = "yes" } }',
        "events = { A = { colour = 1 } }", "surprise = true", 'events = { "" = {} }',
    ],
)  # fmt: skip
def test_what_is_no_schema_is_refused_with_the_place(written: str) -> None:
    with pytest.raises(SchemaError) as refused:
        read_schema(parse_text(written))

    assert refused.value.code in {"schema_unreadable", "schema_invalid"}


def test_a_schema_is_learnt_from_what_came() -> None:
    events = [("Seen", {"store": "Paris", "n": 1, "odd": 1}), ("Seen", {"store": "Milano", "n": 1.5, "odd": "x"})] * 10

    learnt = schema_from([*events, ("Rare", {"a": None, "b": True})])

    assert learnt["events"] == {
        "Seen": {"properties": {"store": "string!", "n": "number!", "odd": "any!"}},
        "Rare": {"properties": {"b": "boolean"}},
    }
    assert read_schema(learnt).other_events == "counted"


@pytest.mark.django_db
def test_what_was_learnt_takes_the_place_of_nothing(website: Source) -> None:
    before = website.schema
    make_interaction(website, at=timezone.now() - timedelta(hours=1))

    assert take_learnt_schema(website, now=timezone.now()) is False
    website.schema = {}
    assert take_learnt_schema(website, now=timezone.now()) is True
    website.refresh_from_db()
    assert (list(website.schema["events"]), website.schema == before) == (["Product Viewed"], False)


@pytest.mark.django_db
def test_the_administrator_writes_a_schema_in_toml(source: Source, admin_user: User) -> None:
    browser, address = Browser(), f"/admin/crm/source/{source.pk}/change/"
    browser.force_login(admin_user)
    form = {
        "brand": source.brand_id, "code": source.code, "name": source.name, "write_key": source.write_key,
        "allowed_origins": "[]", "is_active": "on", "expected_every": 60, "country": "", "order_prefix": "",
    }  # fmt: skip

    refused = browser.post(address, {**form, "schema": "surprise = true"})
    accepted = browser.post(address, {**form, "schema": WRITTEN})

    source.refresh_from_db()
    assert (refused.status_code, accepted.status_code) == (200, 302)
    assert source.schema == parse_text(WRITTEN)
