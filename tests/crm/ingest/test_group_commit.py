"""Requests of several threads in one statement: stored before they are answered, and none at another's cost."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from django.db import connection

from crm.ingest import group_commit
from crm.ingest.group_commit import GroupCommit
from crm.ingest.prepare import Arrival
from crm.ingest.store import StoreResult, store_calls
from crm.models import Interaction, Source

pytestmark = pytest.mark.django_db(transaction=True)
Futures = list["Future[StoreResult]"]
THREADS = 6
WAITING_FOR_THE_TABLE = "SELECT pid FROM pg_locks WHERE NOT granted AND relation = 'crm_messageid'::regclass"


@pytest.fixture
def group(monkeypatch: pytest.MonkeyPatch) -> GroupCommit:
    """A queue of this test's own."""
    group = GroupCommit()
    monkeypatch.setattr(group_commit, "_group", group)
    return group


class Held:
    """The table is locked by another connection, so that who writes waits and the others queue."""

    def __init__(self, link: "psycopg.Connection[Any]") -> None:
        self.link = link
        self.link.execute("BEGIN; LOCK TABLE crm_messageid IN SHARE MODE")

    def writer(self) -> int:
        """The process of the server that waits for the lock."""
        return int(_until(lambda: self.link.execute(WAITING_FOR_THE_TABLE).fetchone())[0])

    def release(self) -> None:
        self.link.execute("COMMIT")


@contextmanager
def held_table() -> Iterator[Held]:
    """Let go at the end, also when the test fails: its threads wait for it."""
    parameters = connection.get_connection_params()
    wanted = {name: parameters[name] for name in ("dbname", "host", "port", "user", "password") if name in parameters}
    with psycopg.connect(**wanted, autocommit=True) as link:
        yield Held(link)


def _until(ask: Any) -> Any:
    deadline = time.monotonic() + 20
    while not (answer := ask()):
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.01)
    return answer


def _calls(prefix: str, count: int = 3, **fields: Any) -> list[bytes]:
    call = {"type": "page", "anonymousId": "visitor-1", **fields}
    return [json.dumps({**call, "messageId": f"{prefix}-{number}"}).encode() for number in range(count)]


def _store(source: Source, calls: list[bytes]) -> StoreResult:
    try:
        return store_calls(source, calls, Arrival(received_at=datetime.now(UTC)))
    finally:
        connection.close()


@contextmanager
def _queued(
    group: GroupCommit, source: Source, *others: list[bytes]
) -> Iterator[tuple[Held, list["Future[StoreResult]"]]]:
    """One thread is writing, and waits for the table; those with the other batches stand in the queue."""
    with ThreadPoolExecutor(THREADS) as threads, held_table() as held:
        futures = [threads.submit(_store, source, _calls("first"))]
        held.writer()
        for number, calls in enumerate(others, 1):
            futures.append(threads.submit(_store, source, calls))
            _until(lambda number=number: group.waiting == number)
        yield held, futures


def _transactions() -> int:
    """In how many transactions the rows that are there were written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM crm_interaction")
        return int(cursor.fetchone()[0])


def _counts(futures: Futures) -> list[tuple[int, int, int]]:
    results = [future.result(timeout=30) for future in futures]
    return [(result.accepted, result.duplicates, len(result.rejected)) for result in results]


def test_what_comes_while_one_writes_is_written_together(group: GroupCommit, website: Source) -> None:
    with _queued(group, website, *(_calls(f"b{number}") for number in range(4))) as (held, futures):
        held.release()

        assert _counts(futures) == [(3, 0, 0)] * 5

    assert (Interaction.objects.count(), _transactions(), group.waiting) == (15, 2, 0)


def test_nobody_is_answered_before_it_is_stored(group: GroupCommit, website: Source) -> None:
    with _queued(group, website, _calls("b")) as (held, futures):
        assert [future.done() for future in futures] == [False, False]
        held.release()


def test_a_row_that_the_database_refuses_costs_nobody_else(group: GroupCommit, website: Source) -> None:
    bad = [*_calls("good", 1), *_calls("bad", 1, properties={"text": "zero \0 character"})]

    with _queued(group, website, _calls("b"), bad, _calls("c")) as (held, futures):
        held.release()

        assert _counts(futures) == [(3, 0, 0), (3, 0, 0), (1, 0, 1), (3, 0, 0)]

    assert Interaction.objects.count() == 10


def test_the_same_batch_by_two_threads_is_stored_once(group: GroupCommit, website: Source) -> None:
    with _queued(group, website, _calls("b"), _calls("b")) as (held, futures):
        held.release()

        assert sorted(_counts(futures)) == [(0, 3, 0), (3, 0, 0), (3, 0, 0)]

    assert Interaction.objects.count() == 6


def test_a_connection_that_breaks_loses_nothing(group: GroupCommit, website: Source) -> None:
    with _queued(group, website, _calls("b"), _calls("c")) as (held, futures):
        held.link.execute("SELECT pg_terminate_backend(%s)", [held.writer()])
        held.release()

        assert _counts(futures) == [(3, 0, 0)] * 3

    assert Interaction.objects.count() == 9


def test_a_group_ends_where_the_statement_would_be_long(
    group: GroupCommit, website: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_commit, "MAXIMUM_ROWS", 6)

    with _queued(group, website, *(_calls(f"b{number}") for number in range(4))) as (held, futures):
        held.release()
        _counts(futures)

    assert (Interaction.objects.count(), _transactions()) == (15, 3)


def test_many_threads_at_once_store_each_batch_once(group: GroupCommit, website: Source) -> None:
    batches = [_calls(f"b{number % 40}") for number in range(60)]

    with ThreadPoolExecutor(THREADS) as threads:
        futures = [threads.submit(_store, website, batch) for batch in batches]

    counts = _counts(futures)
    assert (sum(accepted for accepted, _, _ in counts), sum(again for _, again, _ in counts)) == (120, 60)
    assert Interaction.objects.count() == 120
