"""What was learnt of the names of a house is kept for as long as it is worked by, and for a while after that."""

from datetime import datetime, timedelta

import pytest

from consent.models import RetentionRun
from consent.retention.nights import expire_tables
from crm.models import DuplicateModel, DuplicatePass
from crm.retention.duplicate_models import DUPLICATE_MODELS

pytestmark = pytest.mark.django_db


def learnt(at: datetime) -> DuplicateModel:
    model = DuplicateModel.objects.create(clients=2, parameters={"given_name": {"Camille": 0.1}})
    DuplicateModel.objects.filter(pk=model.pk).update(learnt_at=at)
    return model


def test_old_ones_go_with_the_night_and_the_newest_stays(now: datetime) -> None:
    old, newest = learnt(now - timedelta(days=200)), learnt(now - timedelta(days=150))
    done = DuplicatePass.objects.create(model=old, finished_at=now)
    assert DUPLICATE_MODELS.ahead(now - timedelta(days=90)) == 1

    expire_tables(at=now, seconds=10)

    assert list(DuplicateModel.objects.all()) == [newest]
    done.refresh_from_db()
    assert (done.model, done.finished_at) == (None, now)
    assert RetentionRun.objects.get(table="crm.DuplicateModel").rows == 1


def test_what_a_comparison_is_working_by_stays(now: datetime) -> None:
    old = learnt(now - timedelta(days=200))
    learnt(now)
    DuplicatePass.objects.create(model=old)

    expire_tables(at=now, seconds=10)

    assert DuplicateModel.objects.filter(pk=old.pk).exists()


def test_what_is_younger_than_the_rule_stays(now: datetime) -> None:
    young = learnt(now - timedelta(days=89))
    learnt(now)

    expire_tables(at=now, seconds=10)

    assert DuplicateModel.objects.filter(pk=young.pk).exists()
