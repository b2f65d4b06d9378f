"""What is old goes at night, chunk after chunk, and what is held stays."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session

import consent.retention.aged
from consent.actions.access import record_access
from consent.actions.hold import HoldError, lift_hold, place_hold
from consent.models import AccessEntry, RetentionHold, RetentionRule, RetentionRun
from consent.registry.registered import tables
from consent.registry.retention import Retention
from consent.retention.executors import executors
from consent.retention.lengths import lengths
from consent.retention.nights import expire_tables
from crm.actions.partitions import detach_partition, make_partitions
from crm.models import Interaction, Score
from crm.queries.partitions import partitions, partitions_apart
from journeys.models import CapRule, CapUse, DeliveryEvent, Send
from tests.factories import make_interaction, make_known_client

pytestmark = pytest.mark.django_db
OLD, YOUNG = datetime(2024, 1, 20, tzinfo=UTC), datetime(2026, 2, 20, tzinfo=UTC)


def score(client, at, model="clv"):
    return Score.objects.create(client=client, model=model, version="1", value=0.5, at=at)


def send(client, brand, at):
    with time_machine.travel(at, tick=False):
        return Send.objects.create(
            key=f"{client.pk}-{at:%Y}", channel="email", client=client, brand=brand, purpose="service", template="t",
            language="en", payload={"about": "RING-1"}, due_at=at, expires_at=at,
        )  # fmt: skip


def run_of(table):
    return RetentionRun.objects.get(table=table)


def test_what_is_older_than_its_category_goes_and_is_counted(camille, now):
    score(camille, OLD)
    young = score(camille, YOUNG, "churn")

    rows = expire_tables(at=now, seconds=10)

    run = run_of("crm.Score")
    assert (rows, run.rows, run.cutoff, run.finished_at) == (1, 1, now - timedelta(days=730), now)
    assert list(Score.objects.all()) == [young]


def test_more_than_a_chunk_goes_in_one_night(camille, now, monkeypatch):
    monkeypatch.setattr(consent.retention.aged, "CHUNK", 2)
    for number in range(5):
        score(camille, OLD, f"m{number}")

    expire_tables(at=now, seconds=10)

    assert (run_of("crm.Score").rows, Score.objects.count()) == (5, 0)


def test_a_house_that_keeps_longer_keeps_longer(camille, now):
    RetentionRule.objects.create(category="behaviour", days=1000, because="Board of 3 March")
    score(camille, OLD)

    expire_tables(at=now, seconds=10)

    assert (lengths()[Retention.BEHAVIOUR], Score.objects.count()) == (1000, 1)


def test_what_is_under_a_hold_stays_until_it_is_lifted(camille, boutique, brand, petra, now):
    other = make_known_client(boutique, "Léonie")
    hold = place_hold(camille, reason="a claim", actor=petra, at=now)
    score(camille, OLD), score(other, OLD)
    kept, emptied = send(camille, brand, OLD), send(other, brand, OLD)

    expire_tables(at=now, seconds=10)
    held = list(Score.objects.values_list("client", flat=True))
    payloads = [Send.objects.get(pk=each.pk).payload for each in (kept, emptied)]
    lift_hold(hold, actor=petra, at=now)
    expire_tables(at=now + timedelta(days=1), seconds=10)

    assert (held, payloads) == ([camille.pk], [{"about": "RING-1"}, {}])
    assert (Score.objects.count(), Send.objects.get(pk=kept.pk).payload) == (0, {})


def test_what_was_written_is_emptied_and_that_it_was_written_stays(camille, brand, now):
    old, young = send(camille, brand, OLD), send(camille, brand, YOUNG)
    DeliveryEvent.objects.create(provider="sink", provider_id="1", send=old, kind="opened", at=OLD)

    expire_tables(at=now, seconds=10)

    assert list(Send.objects.order_by("pk").values_list("pk", "payload")) == [
        (old.pk, {}), (young.pk, {"about": "RING-1"}),
    ]  # fmt: skip
    assert (run_of("journeys.Send").position, DeliveryEvent.objects.count()) == (old.pk, 0)


def test_the_next_night_goes_on_where_rows_stay_emptied(camille, brand, now):
    old, young = send(camille, brand, OLD), send(camille, brand, YOUNG)
    expire_tables(at=now, seconds=10)

    expire_tables(at=YOUNG + timedelta(days=731), seconds=10)

    later = RetentionRun.objects.filter(table="journeys.Send").latest("day")
    assert (later.rows, later.position, Send.objects.get(pk=young.pk).payload) == (1, young.pk, {})
    assert old.pk < young.pk


def test_looks_of_more_than_two_years_ago_are_forgotten(camille, petra, now):
    with time_machine.travel(OLD, tick=False):
        record_access(user=petra, client=camille, action="viewed", why="old")
    with time_machine.travel(YOUNG, tick=False):
        record_access(user=petra, client=camille, action="viewed", why="young")

    expire_tables(at=now, seconds=10)

    assert AccessEntry.objects.values_list("why", flat=True).get() == "young"


def test_sessions_that_ended_go(now):
    with time_machine.travel(now, tick=False):
        Session.objects.create(session_key="ended", session_data="", expire_date=now - timedelta(days=1))
        Session.objects.create(session_key="open", session_data="", expire_date=now + timedelta(days=1))

        expire_tables(at=now, seconds=10)

    assert Session.objects.values_list("session_key", flat=True).get() == "open"


def test_a_month_of_behaviour_is_dropped_whole_also_one_that_stands_apart(camille, source, now):
    make_partitions(datetime(2023, 12, 1).date(), datetime(2024, 3, 1).date())  # noqa: DTZ001
    for month in (12, 1):
        make_interaction(source, client=camille, at=datetime(2023 if month == 12 else 2024, month, 5, tzinfo=UTC))
    young = make_interaction(source, client=camille, at=datetime(2024, 3, 20, tzinfo=UTC))
    detach_partition(datetime(2023, 12, 1).date(), now=now)  # noqa: DTZ001

    expire_tables(at=now, seconds=10)

    names = {each.table for each in (*partitions(), *partitions_apart())}
    assert names & {f"crm_interaction_{month}" for month in ("2023_12", "2024_01", "2024_02", "2024_03")} == {
        "crm_interaction_2024_03"
    }
    assert [each.pk for each in Interaction.objects.all()] == [young.pk]


def test_a_month_in_which_somebody_is_held_loses_everybody_else(camille, boutique, source, petra, now):
    make_partitions(datetime(2024, 1, 1).date(), datetime(2024, 1, 1).date())  # noqa: DTZ001
    place_hold(camille, reason="a claim", actor=petra, at=now)
    kept = make_interaction(source, client=camille, at=OLD)
    make_interaction(source, client=make_known_client(boutique, "Léonie"), at=OLD)
    make_interaction(source, anonymous_id="visitor", at=OLD)

    expire_tables(at=now, seconds=10)

    assert [each.pk for each in Interaction.objects.all()] == [kept.pk]
    assert run_of("crm.Interaction").rows == 2


def test_a_table_that_another_worker_has_is_passed_over(camille, now):
    score(camille, OLD)
    RetentionRun.objects.create(
        table="crm.Score", day=now.date(), category="behaviour", cutoff=now, started_at=now,
        lease_until=now + timedelta(minutes=1),
    )  # fmt: skip

    expire_tables(at=now, seconds=10)
    taken = Score.objects.count()
    expire_tables(at=now + timedelta(minutes=2), seconds=10)

    assert (taken, Score.objects.count()) == (1, 0)


def test_a_finished_night_is_not_begun_again(camille, now):
    expire_tables(at=now, seconds=10)
    score(camille, OLD)

    assert expire_tables(at=now, seconds=10) == 0
    assert Score.objects.count() == 1


def test_every_table_that_ends_by_the_clock_has_somebody_who_ends_it():
    """The others end by their own work: a queue is emptied, a file has its days, a protection is lifted."""
    ended = {each.table for each in executors()}
    due = {Retention.BEHAVIOUR, Retention.MESSAGE, Retention.SECURITY, Retention.SHORT}

    assert sorted(each.model for each in tables() if each.retention in due and each.model not in ended) == [
        "axes.AccessAttemptExpiration",
        "consent.Protection",
        "crm.AudienceChange",
        "crm.ChangedClient",
        "crm.DuplicateWork",
        "crm.PendingEvent",
        "crm.Upload",
    ]


@pytest.mark.parametrize(("reason", "code"), [(" ", "reason_missing"), ("a second claim", "already_held")])
def test_a_hold_has_a_reason_and_is_placed_once(camille, petra, now, reason, code):
    if code == "already_held":
        place_hold(camille, reason="a claim", actor=petra, at=now)
    looks = AccessEntry.objects.count()

    with pytest.raises(HoldError) as refused:
        place_hold(camille, reason=reason, actor=petra, at=now)

    assert (refused.value.code, AccessEntry.objects.count()) == (code, looks)


def test_a_hold_is_lifted_once(camille, petra, now):
    hold = place_hold(camille, reason="a claim", actor=petra, at=now)
    lift_hold(hold, actor=petra, at=now)

    with pytest.raises(HoldError, match="already_lifted"):
        lift_hold(hold, actor=petra, at=now + timedelta(days=1))

    assert RetentionHold.objects.get().lifted_at == now


def test_a_window_of_a_cap_that_is_long_over_is_forgotten(camille, brand, now):
    rule = CapRule.objects.get(brand=brand, days=30)
    days = int(now.timestamp() // 86_400)
    for window in (days // 30, (days - 800) // 30):
        CapUse.objects.create(rule=rule, client=camille, window=window, used=1, maximum=4)

    expire_tables(at=now, seconds=10)

    assert CapUse.objects.values_list("window", flat=True).get() == days // 30


def test_a_worker_without_time_leaves_its_table_to_the_next(now):
    assert expire_tables(at=now, seconds=0) == 0

    assert list(RetentionRun.objects.values_list("lease_until", "finished_at")) == [(None, None)]


def test_a_night_that_runs_out_of_time_leaves_the_rest_to_the_next_call(camille, now):
    score(camille, OLD)

    begun = expire_tables(at=now, seconds=0)
    first = RetentionRun.objects.get()
    expire_tables(at=now, seconds=10)

    assert (begun, first.finished_at, first.lease_until) == (0, None, None)
    assert Score.objects.count() == 0
    assert set(RetentionRun.objects.values_list("finished_at", flat=True)) == {now}
