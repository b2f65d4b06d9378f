"""On the day that was announced the silent are anonymised, and nobody else."""

from datetime import UTC, datetime, timedelta

import pytest

from clienteling.models import Visit
from consent.actions.hold import place_hold
from consent.models import Erasure, Restriction, RetentionBatch, RetentionCandidate
from consent.retention.announce import announce_next
from consent.retention.carry_out import carry_out_due
from consent.rights.erase import erase_client
from consent.rights.erasing.work import work_on_due_erasure
from crm.actions.merge import merge_clients
from crm.models import Client, Identifier
from tests.factories import make_known_client

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 5, 1, 2, 0, tzinfo=UTC)
LONG_AGO = datetime(2019, 1, 1, tzinfo=UTC)


def silent(boutique, name):
    made = make_known_client(boutique, name, email=f"{name.lower()}@example.org")
    Client.objects.filter(pk=made.pk).update(created_at=LONG_AGO)
    made.refresh_from_db()
    return made


@pytest.fixture
def prospects(boutique):
    return {name: silent(boutique, name) for name in ("Camille", "Hugo", "Inès", "Jeanne")}


@pytest.fixture
def batch(prospects, now):
    return announce_next(at=now, seconds=10)


def outcomes(batch):
    rows = RetentionCandidate.objects.filter(batch=batch).order_by("pk")
    return dict(rows.values_list("client__given_name", "outcome"))


def test_nothing_happens_before_the_day(batch):
    assert carry_out_due(at=DAY - timedelta(days=1), seconds=10) == 0
    assert not Erasure.objects.exists()


def test_the_silent_are_anonymised_and_whoever_was_in_touch_or_is_held_stays(batch, prospects, boutique, petra, maya):
    Visit.objects.create(client=prospects["Hugo"], boutique=boutique, method="advisor", arrived_at=DAY)
    place_hold(prospects["Inès"], reason="a claim", actor=petra, at=DAY)
    merge_clients(make_known_client(boutique, "Jean"), prospects["Jeanne"], actor=maya, reason="same", at=DAY)

    forgotten = carry_out_due(at=DAY, seconds=10)

    batch.refresh_from_db()
    assert (forgotten, batch.started_at, batch.done_at) == (1, DAY, DAY)
    assert outcomes(batch) == {"Camille": "anonymised", "Hugo": "in_touch", "Inès": "held", "Jeanne": "gone"}
    assert list(Erasure.objects.values_list("client", "actor")) == [(prospects["Camille"].pk, None)]


def test_who_is_restricted_is_not_anonymised(batch, prospects, petra):
    Restriction.objects.create(client=prospects["Hugo"], reason="disputed", actor=petra, since=DAY)

    carry_out_due(at=DAY, seconds=10)

    assert outcomes(batch)["Hugo"] == "held"
    assert not Erasure.objects.filter(client=prospects["Hugo"]).exists()


def test_of_an_anonymised_prospect_nothing_is_left(batch, prospects):
    carry_out_due(at=DAY, seconds=10)
    while work_on_due_erasure(now=DAY):
        pass

    left = Client.objects.filter(pk__in=[each.pk for each in prospects.values()])
    assert set(left.values_list("given_name", "family_name", "search_text", "city")) == {("", "", "", "")}
    assert not Identifier.objects.filter(value__endswith="@example.org").exists()


def test_whoever_was_erased_by_their_own_wish_is_no_candidate(prospects, batch, now, petra):
    erase_client(prospects["Camille"], reason="asked", actor=petra, at=now)

    carry_out_due(at=DAY, seconds=10)

    assert RetentionCandidate.objects.get(batch=batch, client=prospects["Camille"]).outcome == "gone"
    assert announce_next(at=DAY, seconds=10).candidates.count() == 0


def test_a_day_that_comes_too_early_after_its_announcement_waits(batch):
    RetentionBatch.objects.filter(pk=batch.pk).update(announced_at=DAY - timedelta(days=3))

    early = carry_out_due(at=DAY, seconds=10)
    later = carry_out_due(at=DAY + timedelta(days=25), seconds=10)

    assert (early, later) == (0, 4)


def test_a_worker_that_died_half_way_leaves_the_rest_waiting(batch, prospects, monkeypatch):
    settled = []

    def dies_at_the_third(client, **options):
        settled.append(client)
        if len(settled) == 3:
            raise RuntimeError("the power went")
        return erase_client(client, **options)

    monkeypatch.setattr("consent.retention.carry_out.erase_client", dies_at_the_third)
    with pytest.raises(RuntimeError):
        carry_out_due(at=DAY, seconds=10)
    half = sorted(outcomes(batch).values())
    monkeypatch.undo()

    carry_out_due(at=DAY, seconds=10)

    assert half == ["anonymised", "anonymised", "waiting", "waiting"]
    assert Erasure.objects.count() == 4


def test_a_call_that_runs_out_of_time_leaves_the_rest_waiting(batch):
    begun = carry_out_due(at=DAY, seconds=0)
    batch.refresh_from_db()
    done_at = batch.done_at
    later = carry_out_due(at=DAY + timedelta(minutes=1), seconds=10)

    batch.refresh_from_db()
    assert (begun, batch.started_at, done_at) == (0, DAY, None)
    assert (later, batch.done_at) == (4, DAY + timedelta(minutes=1))
