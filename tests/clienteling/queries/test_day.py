from datetime import date, datetime, timedelta
from decimal import Decimal

from clienteling.actions.tasks import complete_task, reopen_task
from clienteling.actions.visits import arrive, leave_boutique
from clienteling.models import Goal, Task
from clienteling.queries.day import greeting_at, sales_of_day, tasks_of_day, visits_now
from crm.models import Boutique, Client, User
from tests.factories import make_purchase


def test_the_day_counts_my_sales_and_returns_since_midnight_here(
    alice: User, bob: User, camille: Client, boutique: Boutique, now: datetime
) -> None:
    # Half past midnight in Paris is still yesterday in UTC.
    make_purchase(camille, boutique, at=datetime.fromisoformat("2026-03-09T23:30:00+00:00"), advisor=alice)
    make_purchase(camille, boutique, at=now - timedelta(hours=20), price="5000", advisor=alice)
    make_purchase(camille, boutique, at=now, price="-200", kind="return", advisor=alice)
    make_purchase(camille, boutique, at=now, price="300", advisor=bob)
    Goal.objects.create(boutique=boutique, advisor=alice, day=date(2026, 3, 10), amount=Decimal(1000))

    day = sales_of_day(boutique, now, advisor=alice)

    assert (day.total, day.goal, day.percent_of_goal) == (Decimal(700), Decimal(1000), 70)
    assert sales_of_day(boutique, now).total == Decimal(1000)


def test_the_pace_is_set_against_the_same_weekday_at_this_hour(
    alice: User, camille: Client, boutique: Boutique, now: datetime
) -> None:
    week = timedelta(weeks=1)
    for number in range(1, 9):
        make_purchase(camille, boutique, at=now - number * week - timedelta(hours=1), price="100", advisor=alice)
        make_purchase(camille, boutique, at=now - number * week + timedelta(hours=1), price="900", advisor=alice)
    assert sales_of_day(boutique, now, advisor=alice).pace == "behind"

    make_purchase(camille, boutique, at=now, price="100", advisor=alice)

    day = sales_of_day(boutique, now, advisor=alice)
    assert (day.usual, day.pace) == (Decimal(100), "level")


def test_without_a_past_nothing_is_said_of_the_pace(alice: User, boutique: Boutique, now: datetime) -> None:
    assert sales_of_day(boutique, now, advisor=alice).pace == ""


def test_the_boutique_now_holds_who_came_today_and_has_not_left(
    alice: User, camille: Client, boutique: Boutique, now: datetime
) -> None:
    visit = arrive(camille, boutique=boutique, advisor=alice, method="qr", at=now)
    assert list(visits_now(boutique, now)) == [visit]
    assert list(visits_now(boutique, now + timedelta(days=1))) == []

    leave_boutique(visit, at=now)

    assert list(visits_now(boutique, now)) == []


def test_my_tasks_are_mine_and_those_of_nobody_until_today(
    alice: User, bob: User, boutique: Boutique, now: datetime
) -> None:
    today = now.date()

    def task(text: str, advisor: User | None, days: int) -> Task:
        due_on = today + timedelta(days=days)
        return Task.objects.create(boutique=boutique, advisor=advisor, text=text, due_on=due_on)

    task("tomorrow", alice, 1)
    task("of Bob", bob, 0)
    task("late", alice, -2)
    task("anybody's", None, 0)

    assert [each.text for each in tasks_of_day(alice, boutique, now)] == ["late", "anybody's"]


def test_what_was_left_behind_in_another_boutique_is_not_of_my_day(
    alice: User, boutique: Boutique, other_boutique: Boutique, now: datetime
) -> None:
    Task.objects.create(boutique=boutique, advisor=alice, text="of Paris", due_on=now.date())
    Task.objects.create(boutique=boutique, done_by=alice, done_at=now, text="done in Paris", due_on=now.date())

    assert list(tasks_of_day(alice, other_boutique, now)) == []


def test_a_task_is_done_once_and_only_by_whom_it_was_done_it_is_undone(
    alice: User, bob: User, boutique: Boutique, now: datetime
) -> None:
    task = Task.objects.create(boutique=boutique, text="Call the workshop", due_on=now.date())

    assert complete_task(task, actor=alice, at=now)
    assert complete_task(task, actor=bob, at=now) is False
    assert reopen_task(task, actor=bob) is False

    task.refresh_from_db()
    assert (task.done_by, task.done_at) == (alice, now)


def test_the_greeting_follows_the_clock() -> None:
    assert [greeting_at(hour) for hour in (0, 11, 12, 17, 18, 23)] == [
        "Good morning",
        "Good morning",
        "Good afternoon",
        "Good afternoon",
        "Good evening",
        "Good evening",
    ]
