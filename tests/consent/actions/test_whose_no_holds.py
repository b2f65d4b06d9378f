"""A no goes with its address and with its person, unless something later was said there."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from consent.actions.decide import record_decision
from consent.actions.heed import heed_refusals
from consent.actions.merge import decide_again
from consent.models import CurrentDecision, Decision
from crm.models import Brand, Client
from tests.factories import make_client

pytestmark = pytest.mark.django_db
ADDRESS = "camille@mail.example"


def say(client: Client, brand: Brand, status: str, at: datetime, **facts: Any) -> Decision:
    return record_decision(
        client, brand=brand, purpose="marketing", channel="email", contact=ADDRESS, status=status, method="app", at=at,
        **facts,
    )  # fmt: skip


def holding(client: Client) -> list[Decision]:
    return [each.decision for each in CurrentDecision.objects.filter(client=client).select_related("decision")]


def test_a_no_comes_with_the_address(camille: Client, brand: Brand, now: datetime) -> None:
    bob, no = make_client("Bob"), say(camille, brand, "refused", now)

    assert heed_refusals(bob, [("email", ADDRESS)]) == 1
    assert holding(bob) == [no]


def test_what_was_said_later_there_holds_against_it(camille: Client, brand: Brand, now: datetime) -> None:
    bob = make_client("Bob")
    say(camille, brand, "refused", now)
    yes = say(bob, brand, "given", now + timedelta(hours=1))

    assert heed_refusals(bob, [("email", ADDRESS)]) == 0
    assert holding(bob) == [yes]


@pytest.mark.parametrize("said_before", [None, "given"])
def test_a_no_that_reaches_a_duplicate_after_the_merge_is_the_survivors(
    said_before: str | None, camille: Client, brand: Brand, now: datetime
) -> None:
    if said_before:
        say(camille, brand, said_before, now)
    duplicate = make_client("Camille")
    no = say(duplicate, brand, "refused", now)

    decide_again(camille, duplicate, since=timezone.now() - timedelta(hours=1))

    assert holding(camille) == [no]


def test_a_stricter_no_of_the_survivor_stays(camille: Client, brand: Brand, now: datetime) -> None:
    duplicate, stricter = make_client("Camille"), say(camille, brand, "withdrawn", now)
    say(duplicate, brand, "refused", now)

    decide_again(camille, duplicate, since=timezone.now() - timedelta(hours=1))

    assert holding(camille) == [stricter]
