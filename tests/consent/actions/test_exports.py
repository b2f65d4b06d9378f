"""The cap of a day, and the alert when somebody would take more."""

from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import Settings

from consent.actions.exports import claim_export, look_into_export
from consent.models import Export
from consent.queries.exports import PAGE, export_page, open_alerts
from crm.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def hundred_a_day(settings: Settings) -> None:
    settings.EXPORT_ROWS_A_DAY = 100


def claimed(user: User, rows: int, at: datetime) -> bool:
    return not claim_export(user, rows=rows, what="segment french", at=at).is_refused


def test_files_of_a_day_are_counted_together(hana: User, alice: User, now: datetime) -> None:
    assert [claimed(hana, rows, now) for rows in (60, 40, 1)] == [True, True, False]
    assert claimed(alice, 100, now)


def test_the_next_day_begins_anew(hana: User, now: datetime) -> None:
    assert claimed(hana, 100, now)

    assert claimed(hana, 100, now + timedelta(hours=9)) is False
    assert claimed(hana, 100, now + timedelta(hours=10))


def test_what_was_refused_does_not_count(hana: User, now: datetime) -> None:
    assert [claimed(hana, rows, now) for rows in (101, 100)] == [False, True]


def test_one_alert_a_day_however_often_somebody_presses(hana: User, petra: User, now: datetime) -> None:
    for _ in range(3):
        claimed(hana, 101, now)
    (alert,) = open_alerts([hana.pk])

    assert look_into_export(alert, actor=petra, at=now) is True
    assert look_into_export(alert, actor=petra, at=now) is False

    assert (open_alerts([hana.pk]), Export.objects.count()) == ([], 1)
    claimed(hana, 101, now)
    assert Export.objects.count() == 2


def test_the_list_goes_on_page_after_page(hana: User, now: datetime) -> None:
    Export.objects.bulk_create(Export(user=hana, at=now, what=f"segment {n}", rows=1) for n in range(PAGE + 1))

    first = export_page([hana.pk])
    last = export_page([hana.pk], before=first.next_before)

    assert (len(first.exports), len(last.exports), last.next_before) == (PAGE, 1, None)
    assert {each.pk for each in first.exports} & {each.pk for each in last.exports} == set()


@pytest.mark.django_db(transaction=True)
def test_two_files_at_once_are_not_both_the_last(hana: User, now: datetime) -> None:
    given: list[bool] = []
    start = Barrier(2)

    def take() -> None:
        start.wait()
        given.append(claimed(hana, 60, now))
        connection.close()

    threads = [Thread(target=take) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(given) == [False, True]


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"is_refused": True, "seen_at": "2026-03-10T14:00:00Z"}, "an_export_is_seen_by_somebody"),
        ({"seen_at": "2026-03-10T14:00:00Z", "seen_by": "petra"}, "only_a_refused_export_is_looked_into"),
    ],
    ids=["by nobody", "one that left"],
)
def test_the_database_keeps_alerts_whole(
    hana: User, petra: User, now: datetime, changed: dict[str, object], constraint: str
) -> None:
    whole = {**changed, **({"seen_by": petra} if "seen_by" in changed else {})}

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Export.objects.create(user=hana, at=now, what="segment french", rows=1, **whole)

    assert Export.objects.count() == 0
