"""A key that sends too much waits; an engine that does not answer stops nobody."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import redis
import time_machine

from crm.ingest import rate
from crm.ingest.errors import IngestError
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


def test_what_other_processes_sent_counts(website: Source, settings: Any) -> None:
    with time_machine.travel(TWENTY_PAST, tick=False):
        minute = int(TWENTY_PAST.timestamp() // rate.WINDOW_SECONDS)
        redis.Redis.from_url(settings.REDIS_URL).incrby(f"ingest:{website.pk}:{minute}", 2)

        assert send(website, *calls("a", 2)).status_code == 429


def test_far_from_its_limit_a_key_is_counted_here_and_redis_told_every_tenth_of_a_second(
    website: Source, settings: Any
) -> None:
    settings.INGEST_EVENTS_PER_MINUTE = 1_000
    minute = int(TWENTY_PAST.timestamp() // rate.WINDOW_SECONDS)
    told = []

    with time_machine.travel(TWENTY_PAST, tick=False) as clock:
        for number in range(4):
            send(website, *calls(f"b{number}", 10))
            told.append(int(redis.Redis.from_url(settings.REDIS_URL).get(f"ingest:{website.pk}:{minute}") or 0))
            clock.shift(timedelta(milliseconds=60))

    assert told == [10, 10, 30, 30]


def test_many_threads_near_the_limit_are_let_in_up_to_it(website: Source, settings: Any) -> None:
    settings.INGEST_EVENTS_PER_MINUTE = 100

    with time_machine.travel(TWENTY_PAST, tick=False), ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: _is_let_in(website, 10), range(40)))

    # The one that would just fit may be told of those that asked at the same moment, too; never of fewer.
    assert 9 <= sum(answers) <= 10


def _is_let_in(source: Source, events: int) -> bool:
    try:
        rate.charge(source, events)
    except IngestError:
        return False
    return True


def test_without_redis_every_event_is_taken(website: Source, settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    rate._redis.cache_clear()

    answer = send(website, *calls("a", 10))
    rate._redis.cache_clear()

    assert answer.json()["accepted"] == 10
    assert caplog.messages == ["Ingest is not rate limited: Redis does not answer (ConnectionError)."]
