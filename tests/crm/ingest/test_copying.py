"""Many calls at once are copied: what stands in the table is what the statement would have put there."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from crm.ingest import statement
from crm.ingest.prepare import Arrival
from crm.ingest.store import StoreResult, store_calls
from crm.models import Client, Interaction, MessageId, Source
from tests.factories import add_identifier

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
ODD = 'a\tb\nc\rd\\e "quoted" \\N é 客 \u2028'


@pytest.fixture(autouse=True)
def copied(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """From one call on; what COPY said of each group."""
    said: list[bool] = []
    copy = statement.copy_parcels
    monkeypatch.setattr(statement, "LEAST_ROWS", 1)
    monkeypatch.setattr(statement, "copy_parcels", lambda parcels: said.append(copy(parcels)) or said[-1])
    return said


def store(source: Source, *calls: dict[str, Any]) -> StoreResult:
    raw = [json.dumps({"type": "track", "anonymousId": "visitor-1", **call}).encode() for call in calls]
    return store_calls(source, raw, Arrival(received_at=NOW, sent_at="2026-03-10T14:00:00Z"))


def rows() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(i) - 'id' - 'message_id' FROM crm_interaction i ORDER BY message_id")
        return cursor.fetchall()


ODD_CALLS = [
    {"event": ODD, "messageId": "1", "anonymousId": ODD, "properties": {ODD: ODD, "n": [1.50, None, True]}},
    {"event": "Product Viewed", "messageId": "2", "timestamp": "2026-03-09T10:00:00+02:00", "context": {"a": "\\"}},
    {"event": "Product Viewed", "messageId": "3", "anonymousId": "camilles-telephone"},
    {"event": "Product Viewed", "messageId": "4", "anonymousId": "", "userId": "C-NOBODY"},
    {"event": "Product Viewed", "messageId": "5", "properties": {"text": "\\u0009 \\t"}},
]


def test_both_ways_store_the_same_rows(website: Source, camille: Client, monkeypatch: Any, copied: list[bool]) -> None:
    add_identifier(camille, "anonymous", "camilles-telephone")
    store(website, *ODD_CALLS)
    by_copy = rows()
    Interaction.objects.all().delete()
    MessageId.objects.all().delete()
    monkeypatch.setattr(statement, "LEAST_ROWS", 1_000)

    store(website, *ODD_CALLS)

    assert (copied, by_copy) == ([True], rows())
    assert [row.client for row in Interaction.objects.order_by("message_id")] == [None, None, camille, None, None]
    assert Interaction.objects.get(message_id="1").properties == ODD_CALLS[0]["properties"]


def test_a_shared_device_links_nobody(website: Source, camille: Client, copied: list[bool]) -> None:
    add_identifier(camille, "anonymous", "camilles-telephone")
    website.is_shared_device = True

    store(website, {"event": "Product Viewed", "messageId": "1", "anonymousId": "camilles-telephone"})

    assert (copied, Interaction.objects.get().client) == ([True], None)


def test_what_was_there_already_is_left_out_and_the_rest_stored(website: Source, copied: list[bool]) -> None:
    store(website, {"event": "First", "messageId": "1"})

    result = store(website, {"event": "Again", "messageId": "1"}, {"event": "New", "messageId": "0"})

    assert (result.accepted, result.duplicates, copied) == (1, 1, [True, False])
    assert list(Interaction.objects.order_by("message_id").values_list("name", flat=True)) == ["New", "First"]
    assert list(MessageId.objects.order_by("message_id").values_list("message_id", flat=True)) == ["0", "1"]


def test_a_value_that_the_database_cannot_keep_costs_only_its_own_call(website: Source) -> None:
    calls = [{"event": "Fine", "messageId": f"{number}"} for number in range(5)]

    result = store(website, *calls, {"event": "zero \0 character", "messageId": "bad"})

    assert (result.accepted, [each.code for each in result.rejected]) == (5, ["event_invalid"])
    assert sorted(MessageId.objects.values_list("message_id", flat=True)) == ["0", "1", "2", "3", "4"]


def test_who_writes_afterwards_still_takes_message_ids(website: Source) -> None:
    store(website, {"event": "First", "messageId": "1"})

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('crm.message_ids_are_taken', true)")
        assert cursor.fetchone()[0] != "yes"
