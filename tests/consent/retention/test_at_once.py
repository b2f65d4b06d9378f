"""Two workers of a night at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection, transaction

import consent.retention.aged
from consent.models import Erasure, RetentionBatch, RetentionCandidate
from consent.purposes import ensure_purposes
from consent.retention.announce import announce_next, next_day
from consent.retention.carry_out import carry_out_due
from consent.retention.nights import expire_tables
from crm.models import Client, Score
from tests.factories import make_known_client

pytestmark = pytest.mark.django_db(transaction=True)
DAY = datetime(2026, 5, 1, 2, 0, tzinfo=UTC)
LONG_AGO = datetime(2019, 1, 1, tzinfo=UTC)


def twice(work):
    """What two workers say who begin together, each with a connection of its own."""
    start = Barrier(2)

    def run(_):
        try:
            start.wait(10)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, range(2)))


@pytest.fixture
def prospects(boutique):
    ensure_purposes()
    made = [make_known_client(boutique, f"Camille{number}") for number in range(8)]
    Client.objects.update(created_at=LONG_AGO)
    return made


def test_a_list_is_made_once_and_each_on_it_is_anonymised_once(prospects, now, monkeypatch):
    # A few ranges, however far the numbers of clients have come in this database.
    monkeypatch.setattr("consent.retention.announce.WINDOW", prospects[0].pk // 2 + 3)

    twice(lambda: announce_next(at=now, seconds=10).pk)
    announced = (RetentionBatch.objects.count(), RetentionCandidate.objects.count())
    settled = twice(lambda: carry_out_due(at=DAY, seconds=20))

    assert announced == (1, 8)
    assert (sum(settled), Erasure.objects.count()) == (8, 8)
    assert set(RetentionCandidate.objects.values_list("outcome", flat=True)) == {"anonymised"}


def test_a_table_is_worked_on_by_one_of_them(prospects, now, monkeypatch):
    monkeypatch.setattr(consent.retention.aged, "CHUNK", 3)
    Score.objects.bulk_create(
        Score(client=each, model="clv", version="1", value=0.5, at=LONG_AGO) for each in prospects
    )

    rows = twice(lambda: expire_tables(at=now, seconds=20))

    assert (sum(rows), Score.objects.count()) == (8, 0)


def test_a_list_that_another_worker_has_in_hand_is_left_to_it(prospects, now):
    begun = RetentionBatch.objects.create(happens_on=next_day(now), cutoff=now)

    def look_on():
        try:
            return announce_next(at=now, seconds=10)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        RetentionBatch.objects.select_for_update().get(pk=begun.pk)
        left = pool.submit(look_on).result(20)

    assert (left.pk, left.announced_at, left.looked_to) == (begun.pk, None, 0)
    assert not RetentionCandidate.objects.exists()
