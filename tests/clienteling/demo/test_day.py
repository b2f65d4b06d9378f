"""Today in the demonstration's boutiques."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from clienteling.demo.day import begin_day
from clienteling.models import Goal, Task, Visit
from clienteling.queries.day import sales_of_day
from crm.models import Boutique, Purchase, User
from tests.demonstration import small_house

pytestmark = pytest.mark.django_db

SATURDAY = datetime(2026, 11, 21, 13, 20, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def house(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), small_house(tmp_path_factory.mktemp("var"), now=SATURDAY):
        yield


@pytest.fixture
def boutique() -> Boutique:
    return Boutique.objects.get(code="aurelle-saint-honore")


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Goal, Task, Visit, Purchase))  # type: ignore[attr-defined]


def test_three_clients_are_in_alices_boutique_since_a_while(boutique: Boutique) -> None:
    here = Visit.objects.filter(boutique=boutique, left_at=None).order_by("arrived_at")

    assert [visit.client.name for visit in here] == ["王丽华", "Camille Laurent", "Lauren Baker"]
    assert all(visit.arrived_at < SATURDAY for visit in here)


def test_alice_has_sold_something_and_not_yet_her_goal(boutique: Boutique) -> None:
    alice = User.objects.get(email="alice@aurelle.example")

    day = sales_of_day(boutique, SATURDAY, advisor=alice)

    assert day.goal is not None
    assert 0 < day.total < day.goal


def test_the_goal_of_a_boutique_is_the_sum_of_its_advisors(boutique: Boutique) -> None:
    goals = Goal.objects.filter(boutique=boutique)

    assert goals.get(advisor=None).amount == sum(goal.amount for goal in goals.exclude(advisor=None))


def test_a_day_that_has_begun_does_not_begin_again() -> None:
    before = counts()

    begun = begin_day(7, SATURDAY + timedelta(minutes=30))

    assert (begun, counts()) == (0, before)


def test_the_next_day_begins_in_every_boutique_and_ends_the_visits_of_the_last(boutique: Boutique) -> None:
    sunday = SATURDAY + timedelta(days=1)

    begun = begin_day(7, sunday)

    here = Visit.objects.filter(boutique=boutique, left_at=None)
    assert begun == 12
    assert {visit.arrived_at.date() for visit in here} == {sunday.date()}
    assert Goal.objects.filter(boutique=boutique, day=sunday.date()).count() == 6


def test_alices_open_tasks_are_not_given_to_her_twice() -> None:
    alice = User.objects.get(email="alice@aurelle.example")
    before = Task.objects.filter(advisor=alice).count()

    begin_day(7, SATURDAY + timedelta(days=1))

    assert Task.objects.filter(advisor=alice).count() == before == 3


def test_before_the_doors_open_nothing_lies_in_the_future() -> None:
    early = datetime(2026, 11, 23, 0, 5, tzinfo=UTC)

    begin_day(7, early)

    assert not Purchase.objects.filter(occurred_at__gt=early).exists()
    assert not Visit.objects.filter(arrived_at__gt=early).exists()
