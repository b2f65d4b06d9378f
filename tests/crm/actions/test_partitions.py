"""Interactions in months: made ahead, taken out, brought back, and a message id once for ever."""

import json
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction
from psycopg.errors import UniqueViolation

from clienteling.demo.copying import copy_rows
from crm.actions.partitions import (
    PartitionError,
    attach_partition,
    detach_partition,
    detach_partitions,
    make_partitions,
    make_partitions_ahead,
)
from crm.ingest.prepare import Arrival
from crm.ingest.store import StoreResult, store_calls
from crm.models import Client, Interaction, MessageId, Source
from crm.queries.partitions import STRAY, partitions, partitions_apart, stray_months, strays_by_month
from crm.queries.timeline import timeline
from crm.sharing import EVERY_HOUSE
from tests.factories import make_interaction

pytestmark = pytest.mark.django_db
JANUARY = datetime(2024, 1, 31, 23, 59, 59, tzinfo=UTC)
FEBRUARY = datetime(2024, 2, 1, tzinfo=UTC)
NOW = datetime(2024, 11, 15, tzinfo=UTC)


def _receive(source: Source, message_id: str, at: datetime) -> StoreResult:
    call = {"type": "page", "messageId": message_id, "anonymousId": "visitor-1"}
    return store_calls(source, [json.dumps(call).encode()], Arrival(received_at=at))


def _tables() -> list[str]:
    """Where each stored row lies, in order of arrival."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM crm_interaction ORDER BY received_at")
        return [row[0] for row in cursor.fetchall()]


def test_months_are_made_ahead_once_over_the_turn_of_the_year() -> None:
    made = make_partitions_ahead(NOW)

    assert made == [f"crm_interaction_{month}" for month in ("2024_11", "2024_12", "2025_01", "2025_02")]
    assert make_partitions_ahead(NOW) == []


def test_a_migrated_database_has_this_month_and_the_next() -> None:
    months = {partition.month for partition in partitions()}

    assert datetime.now(UTC).date().replace(day=1) in months
    assert len(months) >= 4


def test_each_row_lies_in_the_month_in_which_it_came(source: Source) -> None:
    make_partitions(JANUARY.date(), FEBRUARY.date())

    _receive(source, "a", JANUARY)
    _receive(source, "b", FEBRUARY)
    _receive(source, "c", FEBRUARY + timedelta(days=90))

    assert _tables() == ["crm_interaction_2024_01", "crm_interaction_2024_02", STRAY]


def test_strays_move_into_their_month_when_it_is_made(source: Source) -> None:
    _receive(source, "a", JANUARY)
    _receive(source, "b", FEBRUARY)
    assert (stray_months(), _tables()) == ([date(2024, 1, 1), date(2024, 2, 1)], [STRAY, STRAY])

    make_partitions_ahead(NOW)

    assert (stray_months(), _tables()) == ([], ["crm_interaction_2024_01", "crm_interaction_2024_02"])


def test_the_same_message_a_month_later_is_a_duplicate(source: Source) -> None:
    make_partitions(JANUARY.date(), FEBRUARY.date())
    _receive(source, "a", JANUARY)

    again = _receive(source, "a", FEBRUARY)

    assert (again.accepted, again.duplicates, _tables()) == (0, 1, ["crm_interaction_2024_01"])


def test_a_message_of_a_month_that_was_taken_out_is_still_a_duplicate(source: Source) -> None:
    make_partitions(JANUARY.date(), JANUARY.date())
    _receive(source, "a", JANUARY)

    table = detach_partition(JANUARY.date().replace(day=1), now=NOW)

    assert (table, Interaction.objects.count()) == ("crm_interaction_2024_01", 0)
    assert _receive(source, "a", FEBRUARY).duplicates == 1
    assert Interaction.objects.count() == 0


def test_a_month_that_was_taken_out_can_be_brought_back(source: Source) -> None:
    make_partitions(JANUARY.date(), JANUARY.date())
    _receive(source, "a", JANUARY)
    detach_partition(date(2024, 1, 1), now=NOW)

    attached = attach_partition(date(2024, 1, 1))

    assert (attached.table, _tables()) == ("crm_interaction_2024_01", ["crm_interaction_2024_01"])


@pytest.mark.parametrize(("month", "code"), [(date(2024, 11, 1), "month_in_use"), (date(2019, 1, 1), "month_unknown")])
def test_what_may_not_be_taken_out_stays(month: date, code: str) -> None:
    make_partitions_ahead(NOW)
    before = partitions()

    with pytest.raises(PartitionError) as refused:
        detach_partition(month, now=NOW)

    assert (refused.value.code, partitions()) == (code, before)


def test_every_month_before_a_date_is_taken_out_and_its_rows_are_kept(source: Source) -> None:
    make_partitions(JANUARY.date(), date(2024, 11, 1))
    _receive(source, "a", JANUARY)
    _receive(source, "b", FEBRUARY)
    _receive(source, "c", datetime(2024, 3, 5, tzinfo=UTC))

    taken_out = detach_partitions(date(2024, 3, 1), now=NOW)

    assert taken_out == ["crm_interaction_2024_01", "crm_interaction_2024_02"]
    assert [partition.table for partition in partitions_apart()] == taken_out
    assert (_tables(), MessageId.objects.count()) == (["crm_interaction_2024_03"], 3)
    assert detach_partitions(date(2024, 3, 1), now=NOW) == []


def test_a_month_to_come_takes_nothing_out() -> None:
    make_partitions(JANUARY.date(), NOW.date())
    before = partitions()

    with pytest.raises(PartitionError) as refused:
        detach_partitions(date(2024, 12, 1), now=NOW)

    assert (refused.value.code, partitions()) == ("month_in_use", before)


def test_a_month_is_not_taken_out_on_the_day_after_its_end() -> None:
    make_partitions(JANUARY.date(), FEBRUARY.date())

    with pytest.raises(PartitionError):
        detach_partition(date(2024, 1, 1), now=FEBRUARY + timedelta(hours=23))

    assert detach_partition(date(2024, 1, 1), now=FEBRUARY + timedelta(hours=24)) == "crm_interaction_2024_01"


def test_a_row_that_comes_for_a_month_apart_makes_it_part_of_the_whole_again(source: Source) -> None:
    make_partitions(JANUARY.date(), JANUARY.date())
    _receive(source, "a", JANUARY)
    detach_partition(date(2024, 1, 1), now=NOW)
    _receive(source, "b", JANUARY)

    make_partitions_ahead(NOW)

    assert (_tables(), strays_by_month()) == (["crm_interaction_2024_01"] * 2, [])


def test_strays_are_counted_by_month(source: Source) -> None:
    for name, at in (("a", JANUARY), ("b", FEBRUARY), ("c", FEBRUARY)):
        _receive(source, name, at)

    assert strays_by_month() == [(date(2024, 1, 1), 1), (date(2024, 2, 1), 2)]


def test_a_month_that_never_was_cannot_be_brought_back() -> None:
    with pytest.raises(PartitionError) as refused:
        attach_partition(date(2019, 1, 1))

    assert refused.value.code == "month_unknown"


def test_rows_that_are_copied_take_their_message_ids(source: Source) -> None:
    columns = (
        "id", "message_id", "source_id", "type", "name", "anonymous_id", "properties", "context", "timestamp",
        "received_at",
    )  # fmt: skip
    row = (source.pk, "page", "Home", "visitor-1", "{}", "{}", JANUARY, JANUARY)
    copy_rows(Interaction, columns, ((uuid.uuid4(), f"m-{number}", *row) for number in range(3)))

    with pytest.raises(UniqueViolation, match="crm_messageid_pkey"), transaction.atomic():
        copy_rows(Interaction, columns, [(uuid.uuid4(), "m-3", *row), (uuid.uuid4(), "m-1", *row)])

    assert list(MessageId.objects.order_by("message_id").values_list("message_id", flat=True)) == ["m-0", "m-1", "m-2"]
    assert _receive(source, "m-2", FEBRUARY).duplicates == 1


def test_a_row_that_is_stored_after_ingest_takes_its_message_id_too(source: Source) -> None:
    _receive(source, "a", FEBRUARY)
    _receive(source, "a", FEBRUARY)

    mine = make_interaction(source, at=FEBRUARY)

    assert set(MessageId.objects.values_list("message_id", flat=True)) == {"a", mine.message_id}


def test_a_timeline_goes_through_the_months(source: Source, camille: Client) -> None:
    make_partitions(JANUARY.date(), FEBRUARY.date())
    for at in (JANUARY, FEBRUARY, FEBRUARY + timedelta(days=60)):
        make_interaction(source, client=camille, at=at)

    first = timeline(camille, reach=EVERY_HOUSE, kind="interaction", limit=2)
    second = timeline(camille, reach=EVERY_HOUSE, kind="interaction", limit=2, after=first.next)

    assert [entry.at for entry in first.entries] == [FEBRUARY + timedelta(days=60), FEBRUARY]
    assert ([entry.at for entry in second.entries], second.next) == ([JANUARY], None)


def test_a_question_about_arrival_looks_into_its_months_only(source: Source) -> None:
    make_partitions_ahead(NOW)

    plan = Interaction.objects.filter(received_at__gte=NOW, received_at__lt=NOW + timedelta(days=1)).explain()

    assert "crm_interaction_2024_11" in plan
    assert "crm_interaction_2024_12" not in plan
