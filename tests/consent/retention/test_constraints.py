"""What the database itself refuses of forgetting."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from consent.actions.access import record_access
from consent.models import (
    AccessEntry,
    RetentionBatch,
    RetentionCandidate,
    RetentionHold,
    RetentionRule,
    RetentionRun,
)

pytestmark = pytest.mark.django_db


def refused(constraint):
    return pytest.raises(IntegrityError, match=constraint)


@pytest.mark.parametrize(("category", "days"), [("behaviour", 29), ("invoice", 30), ("short", 181), ("curiosity", 90)])
def test_no_length_leaves_its_bounds(category, days):
    with refused("a_retention_is_within_its_bounds"), transaction.atomic():
        RetentionRule.objects.create(category=category, days=days, because="curious")

    assert not RetentionRule.objects.exists()


def test_a_hold_is_one_and_whole(camille, petra, now):
    held = {"client": camille, "reason": "a claim", "placed_by": petra, "placed_at": now}
    hold = RetentionHold.objects.create(**held)

    with refused("one_live_hold_per_client"), transaction.atomic():
        RetentionHold.objects.create(**held)
    with refused("a_hold_says_why"), transaction.atomic():
        RetentionHold.objects.filter(pk=hold.pk).update(reason="")
    with refused("a_lifted_hold_says_by_whom"), transaction.atomic():
        RetentionHold.objects.filter(pk=hold.pk).update(lifted_at=now)

    assert RetentionHold.objects.filter(lifted_at=None, reason="a claim").count() == 1


def test_nobody_is_forgotten_without_four_weeks_notice(camille, now):
    batch = RetentionBatch.objects.create(happens_on=now.date(), cutoff=now)
    announced = RetentionBatch.objects.create(
        happens_on=now.date() + timedelta(days=1), cutoff=now, announced_at=now - timedelta(days=27)
    )
    RetentionCandidate.objects.create(batch=batch, client=camille)

    with refused("nobody_is_forgotten_without_notice"), transaction.atomic():
        RetentionBatch.objects.filter(pk=announced.pk).update(started_at=now)
    with refused("a_batch_is_done_after_it_began"), transaction.atomic():
        RetentionBatch.objects.filter(pk=batch.pk).update(done_at=now)
    with refused("a_prospect_is_in_a_batch_once"), transaction.atomic():
        RetentionCandidate.objects.create(batch=batch, client=camille)

    assert not RetentionBatch.objects.filter(started_at__isnull=False).exists()


def test_a_batch_that_nobody_announced_cannot_begin(now):
    batch = RetentionBatch.objects.create(happens_on=now.date(), cutoff=now)

    with refused("nobody_is_forgotten_without_notice"), transaction.atomic():
        RetentionBatch.objects.filter(pk=batch.pk).update(started_at=now)


def test_a_night_is_written_down_once(now):
    night = {"table": "crm.Score", "day": now.date(), "category": "behaviour", "cutoff": now, "started_at": now}
    run = RetentionRun.objects.create(**night)

    with refused("one_retention_run_per_table_and_day"), transaction.atomic():
        RetentionRun.objects.create(**night)
    with refused("a_finished_run_holds_no_lease"), transaction.atomic():
        RetentionRun.objects.filter(pk=run.pk).update(finished_at=now, lease_until=now)

    assert RetentionRun.objects.count() == 1


def test_the_log_of_looks_loses_nothing_young_even_to_retention(camille, petra):
    record_access(user=petra, client=camille, action="viewed", why="evidence")

    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('consent.retention', 'on', true)")
    with refused("ledger_is_append_only"), transaction.atomic():
        AccessEntry.objects.all().delete()
    with refused("ledger_is_append_only"), transaction.atomic():
        AccessEntry.objects.update(why="nothing")

    assert AccessEntry.objects.values_list("why", flat=True).get() == "evidence"
