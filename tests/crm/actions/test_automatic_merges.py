"""Pairs are merged without a person only where people's decisions show that such pairs are one person."""

from datetime import date, datetime

import pytest
from pytest_django import Settings

from crm.actions.automatic_merges import measure_threshold, merge_sure_pairs
from crm.actions.decide_duplicates import reopen_proposal
from crm.models import AutomaticMergeThreshold, Client, DuplicateProposal, MergeLog, User
from crm.queries import sure_pairs
from crm.queries.sure_pairs import Measured, measured_threshold
from tests.factories import make_client

BORN = date(1984, 6, 12)
pytestmark = pytest.mark.django_db


@pytest.fixture
def asked_for(settings: Settings) -> None:
    settings.AUTOMATIC_MERGES = True
    AutomaticMergeThreshold.objects.create(score=0.99, decided=1000, right=1000, precision_at_least=0.996)


def pair(given: str = "Camille", born: date = BORN, score: float = 0.999) -> DuplicateProposal:
    first = make_client("Camille", "Laurent", birth_date=BORN)
    return DuplicateProposal.objects.create(a=first, b=make_client(given, "Laurent", birth_date=born), score=score)


def decided(maya: User, status: str, score: float) -> None:
    made = pair(score=score)
    DuplicateProposal.objects.filter(pk=made.pk).update(status=status, decided_by=maya)
    if status == "merged":
        Client.objects.filter(pk=made.b_id).update(canonical=made.a_id)


def test_a_sure_pair_is_merged_by_rule_and_can_be_undone_for_good(asked_for: None, maya: User, now: datetime) -> None:
    sure = pair()

    merged = merge_sure_pairs(at=now)
    log = MergeLog.objects.get()
    sure.refresh_from_db()
    status = sure.status
    reopen_proposal(sure, actor=maya, at=now)
    again = merge_sure_pairs(at=now)

    assert (merged, status, log.actor, log.reason) == (1, "merged", None, "Rule: likely double from 0.9900")
    assert (again, Client.objects.live().count()) == (0, 2)


@pytest.mark.parametrize(
    ("given", "born", "score"),
    [("Chloé", BORN, 0.999), ("Camille", date(1951, 2, 3), 0.999), ("Camille", BORN, 0.98)],
    ids=["a twin", "mother and daughter", "under the threshold"],
)
def test_who_could_be_two_stays_on_the_desk(
    asked_for: None, given: str, born: date, score: float, now: datetime
) -> None:
    pair(given, born, score)

    assert (merge_sure_pairs(at=now), DuplicateProposal.objects.get().status) == (0, "open")


def test_a_house_that_did_not_ask_merges_nothing(asked_for: None, settings: Settings, now: datetime) -> None:
    settings.AUTOMATIC_MERGES = False
    pair()

    assert (merge_sure_pairs(at=now), MergeLog.objects.count()) == (0, 0)


def test_the_threshold_is_the_lowest_that_is_right_often_enough(maya: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sure_pairs, "FEWEST_DECISIONS", 3)
    for status, score in (("merged", 0.99), ("merged", 0.98), ("merged", 0.97), ("merged", 0.96), ("kept_apart", 0.6)):
        decided(maya, status, score)

    assert measured_threshold() == Measured(0.96, 4, 4)


def test_a_merge_that_was_undone_was_wrong(maya: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sure_pairs, "FEWEST_DECISIONS", 2)
    for score in (0.99, 0.98):
        decided(maya, "merged", score)
    Client.objects.update(canonical=None)

    assert measured_threshold() == Measured(None, 2, 0)


def test_too_few_decisions_measure_nothing(maya: User) -> None:
    decided(maya, "merged", 0.99)

    measured = measure_threshold()

    assert (measured.score, measured.decided, measured.right) == (None, 1, 1)
    assert round(measured.precision_at_least, 3) == 0.207
