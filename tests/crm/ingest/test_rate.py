"""A key that sends too much waits; an engine that does not answer stops nobody."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import redis
import time_machine

from crm.ingest import rate
from crm.models import Brand, Interaction, Source
from tests.crm.ingest.sending import call, send
from tests.factories import make_source

TWENTY_PAST = datetime(2026, 3, 10, 14, 0, 20, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def website(brand: Brand, settings: Any) -> Iterator[Source]:
    """A website that may send three events a minute."""
    settings.INGEST_EVENTS_PER_MINUTE = 3
    source = make_source(brand, "aurelle-web")
    connection = redis.Redis.from_url(settings.REDIS_URL)
    yield source
    for key in connection.scan_iter(f"ingest:{source.pk}:*"):
        connection.delete(key)


def calls(prefix: str, count: int) -> list[dict[str, object]]:
    return [call(messageId=f"{prefix}-{number}") for number in range(count)]


def test_a_key_that_sends_too_much_is_told_how_long_to_wait(website: Source) -> None:
    with time_machine.travel(TWENTY_PAST, tick=False):
        first = send(website, *calls("a", 3))
        answer = send(website, *calls("b", 1))

    assert (first.status_code, answer.status_code, answer["Retry-After"]) == (200, 429, "40")
    assert (json.loads(answer.content)["code"], Interaction.objects.count()) == ("rate_limited", 3)


def test_the_next_minute_begins_anew(website: Source) -> None:
    with time_machine.travel(TWENTY_PAST, tick=False):
        send(website, *calls("a", 4))

    with time_machine.travel(TWENTY_PAST + timedelta(minutes=1), tick=False):
        assert send(website, *calls("a", 3)).status_code == 200


def test_another_key_is_not_held_up(website: Source, brand: Brand) -> None:
    send(website, *calls("a", 4))

    assert send(make_source(brand, "aurelle-app"), *calls("b", 2)).status_code == 200


def test_without_redis_every_event_is_taken(website: Source, settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    rate._redis.cache_clear()

    answer = send(website, *calls("a", 10))
    rate._redis.cache_clear()

    assert answer.json()["accepted"] == 10
    assert caplog.messages == ["Ingest is not rate limited: Redis does not answer (ConnectionError)."]
