"""What beat calls at night does all of it."""

import logging
from datetime import UTC, datetime

import pytest
import time_machine

from clienteling.schedule import BEAT_SCHEDULE
from consent.models import Erasure, RetentionBatch, RetentionRun
from consent.retention.announce import announce_next
from consent.retention.executors import executors
from consent.tasks import keep_retention
from crm.models import Client

pytestmark = pytest.mark.django_db


def test_a_night_works_on_every_table_and_announces_the_next_day():
    with time_machine.travel(datetime(2026, 5, 1, 2, 0, tzinfo=UTC), tick=False):
        keep_retention()

    runs = RetentionRun.objects.filter(finished_at__isnull=False)
    assert sorted(runs.values_list("table", flat=True)) == [each.table for each in executors()]
    announced = RetentionBatch.objects.filter(announced_at__isnull=False).order_by("kind")
    assert [(each.kind, each.happens_on.isoformat()) for each in announced] == [
        ("buyers", "2026-06-01"), ("prospects", "2026-06-01"),
    ]  # fmt: skip


def test_beat_asks_for_it():
    assert [each["schedule"].hour for each in BEAT_SCHEDULE.values() if each["task"] == keep_retention.name] == [
        {1, 2, 3, 4}
    ]


def test_on_the_day_that_was_announced_the_silent_are_nobody_and_the_log_says_how_many(camille, now, caplog):
    Client.objects.filter(pk=camille.pk).update(created_at=datetime(2019, 1, 1, tzinfo=UTC))
    announce_next(at=now, seconds=10)

    with (
        time_machine.travel(datetime(2026, 5, 1, 2, 0, tzinfo=UTC), tick=False),
        caplog.at_level(logging.INFO, logger="consent.tasks"),
    ):
        keep_retention()

    assert [each.client for each in Erasure.objects.all()] == [camille]
    assert caplog.messages == ["Retention: 0 rows went, 1 people are nobody now; next on 2026-06-01"]
