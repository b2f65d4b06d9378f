from datetime import date, timedelta

import pytest

from clienteling.queries.rhythm import ClientDates, days_until, reason_for, usual_days

TODAY = date(2026, 3, 10)


def dates(*days_ago: int, contact: int | None = None, birth: date | None = None, **key_dates: str) -> ClientDates:
    return ClientDates(
        bought=[TODAY - timedelta(days=days) for days in days_ago],
        last_contact=None if contact is None else TODAY - timedelta(days=contact),
        birth_date=birth,
        key_dates=[{"name": name.replace("_", " "), "date": day} for name, day in key_dates.items()],
    )


def line(facts: ClientDates) -> str:
    reason = reason_for(facts, TODAY)
    return reason.line if reason else ""


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (dates(178, 118, 58), "Usually comes every 60 days; it has been 58."),
        (dates(230, 170, 110), "Usually comes every 60 days; we have not met for 110."),
        (dates(24), "First purchase 24 days ago, no word from us since."),
        (dates(12, birth=date(1988, 3, 14)), "Birthday in 4 days; last bought 12 days ago."),
        (dates(1, Wedding_anniversary="03-11"), "Wedding anniversary tomorrow; bought yesterday."),
        (dates(178, 118, 58, birth=date(1988, 3, 10)), "Birthday today; last bought 58 days ago."),
    ],
)
def test_a_reason_is_one_line_of_fact(facts: ClientDates, expected: str) -> None:
    assert line(facts) == expected


@pytest.mark.parametrize(
    "facts",
    [
        dates(),
        dates(3),
        dates(90),
        dates(150, 90, 30),
        dates(600, 540, 480),
        dates(80, 20),
        dates(24, contact=20),
        dates(178, 118, 58, contact=5),
        dates(3, 2, 1),
        dates(birth=date(1988, 3, 14)),
        dates(3, birth=date(1988, 3, 25)),
        dates(3, Nothing="soon", Never="02-31"),
    ],
    ids=[
        "no purchase",
        "too fresh to thank",
        "too late to thank",
        "not yet due",
        "lost: that is another matter",
        "two purchases are no rhythm",
        "thanked already",
        "we spoke this week",
        "three days running are no rhythm",
        "never bought",
        "more than two weeks off",
        "not a date",
    ],
)
def test_when_unsure_there_is_silence(facts: ClientDates) -> None:
    assert reason_for(facts, TODAY) is None


def test_the_usual_days_are_the_median_and_one_long_absence_does_not_move_them() -> None:
    assert usual_days(dates(500, 140, 80, 20).bought) == 60


@pytest.mark.parametrize(
    ("month_day", "days"), [("03-10", 0), ("03-09", 364), ("12-31", 296), ("02-29", 355), ("13-01", None), ("", None)]
)
def test_days_until_a_date_that_comes_every_year(month_day: str, days: int | None) -> None:
    assert days_until(month_day, TODAY) == days


def test_the_29th_of_february_is_kept_on_the_28th_of_other_years() -> None:
    assert days_until("02-29", date(2027, 2, 20)) == 8
    assert days_until("02-29", date(2028, 2, 20)) == 9
