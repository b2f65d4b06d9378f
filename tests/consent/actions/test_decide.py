"""Decisions: the ledger keeps all, the current one is the latest, and nobody speaks over the client."""

from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from consent.actions.decide import decide_for_person, record_decision
from consent.actions.suppress import suppress, withdraw_by_link
from consent.errors import ConsentError
from consent.models import CurrentDecision, Decision, Suppression
from consent.queries.permission import may_contact, may_profile
from crm.models import Brand, Client, User
from tests.factories import add_identifier, allow_contact

pytestmark = pytest.mark.django_db
ADDRESS = "camille@mail.example"


def decide(client: Client, brand: Brand, status: str, at: datetime, **facts: Any) -> Decision:
    defaults = {"purpose": "marketing", "channel": "email", "contact": ADDRESS, "method": "web_form"}
    return record_decision(client, brand=brand, status=status, at=at, **{**defaults, **facts})


def current_status() -> str:
    return CurrentDecision.objects.select_related("decision").get().decision.status


def test_the_latest_decision_holds_and_every_one_is_kept(camille: Client, brand: Brand, now: datetime) -> None:
    for day, status in enumerate(["given", "withdrawn", "given"]):
        decide(camille, brand, status, now + timedelta(days=day))

    assert current_status() == "given"
    kept = Decision.objects.order_by("pk").values_list("status", flat=True)
    assert list(kept) == ["given", "withdrawn", "given"]


def test_a_decision_taken_earlier_and_learnt_later_does_not_hold(camille: Client, brand: Brand, now: datetime) -> None:
    decide(camille, brand, "withdrawn", now)
    decide(camille, brand, "given", now - timedelta(days=1), method="import")

    assert current_status() == "withdrawn"
    assert Decision.objects.count() == 2


def test_of_two_decisions_of_one_moment_the_stricter_holds(camille: Client, brand: Brand, now: datetime) -> None:
    decide(camille, brand, "refused", now)
    decide(camille, brand, "given", now)

    assert current_status() == "refused"


@pytest.mark.parametrize("method", ["staff", "import"])
def test_staff_and_files_cannot_reverse_a_withdrawal(
    camille: Client, brand: Brand, alice: User, now: datetime, method: str
) -> None:
    decide(camille, brand, "withdrawn", now)

    with pytest.raises(ConsentError) as refusal:
        decide(camille, brand, "given", now + timedelta(days=1), method=method, actor=alice)

    assert refusal.value.code == "withdrawal_stands"
    assert current_status() == "withdrawn"
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("method", ["web_form", "app", "boutique_tablet"])
def test_the_client_may_allow_again_by_their_own_hand(
    camille: Client, brand: Brand, now: datetime, method: str
) -> None:
    decide(camille, brand, "withdrawn", now)
    decide(camille, brand, "given", now + timedelta(days=1), method=method)

    assert current_status() == "given"


def test_staff_may_write_down_a_refusal(camille: Client, brand: Brand, alice: User, now: datetime) -> None:
    decide(camille, brand, "given", now)
    decide(camille, brand, "refused", now + timedelta(days=1), method="staff", actor=alice)

    assert current_status() == "refused"


def test_a_yes_of_staff_waits_for_the_client_and_opens_nothing(
    camille: Client, brand: Brand, alice: User, now: datetime
) -> None:
    said = decide(camille, brand, "given", now, method="staff", actor=alice)

    asked = may_contact(camille, purpose="marketing", channel="email", brand=brand, at=now)

    assert (said.status, asked.is_allowed, asked.reason) == ("pending", False, "pending")


@pytest.mark.parametrize(
    ("facts", "code"), [({"purpose": "horoscopes"}, "purpose_unknown"), ({"contact": ""}, "contact_missing")]
)
def test_a_decision_about_nothing_is_refused(
    camille: Client, brand: Brand, now: datetime, facts: dict[str, str], code: str
) -> None:
    with pytest.raises(ConsentError) as refusal:
        decide(camille, brand, "given", now, **facts)

    assert refusal.value.code == code
    assert Decision.objects.count() == 0


def test_decisions_of_each_brand_purpose_and_address_stand_apart(
    camille: Client, brand: Brand, other_brand: Brand, now: datetime
) -> None:
    decide(camille, brand, "given", now)
    decide(camille, other_brand, "refused", now)
    decide(camille, brand, "withdrawn", now, purpose="stock-alerts")
    decide(camille, brand, "refused", now, contact="other@mail.example")

    assert CurrentDecision.objects.count() == 4
    assert may_contact(camille, purpose="marketing", channel="email", brand=brand, at=now).is_allowed is True


def test_no_address_stands_in_the_ledger(camille: Client, brand: Brand, now: datetime) -> None:
    decide(camille, brand, "given", now, origin="/shop/")

    row = Decision.objects.values().get()
    assert [value for value in row.values() if "camille" in str(value)] == []


@pytest.mark.django_db(transaction=True)
def test_decisions_that_arrive_at_once_leave_the_latest(camille: Client, brand: Brand, now: datetime) -> None:
    barrier = Barrier(4)

    def send(minute: int) -> None:
        try:
            barrier.wait(10)
            decide(camille, brand, "withdrawn" if minute == 3 else "given", now + timedelta(minutes=minute))
        finally:
            connection.close()

    threads = [Thread(target=send, args=[minute]) for minute in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert current_status() == "withdrawn"
    assert Decision.objects.count() == 4


def test_profiling_is_off_until_the_client_says_yes(camille: Client, brand: Brand, now: datetime) -> None:
    before = may_profile(camille, brand=brand)
    decide_for_person(camille, brand=brand, purpose="profiling", status="given", method="app", at=now)
    after = may_profile(camille, brand=brand)
    decide_for_person(
        camille, brand=brand, purpose="profiling", status="withdrawn", method="app", at=now + timedelta(days=1)
    )

    assert (before, after, may_profile(camille, brand=brand)) == (False, True, False)


def test_one_click_stops_every_address_of_the_channel(camille: Client, brand: Brand, now: datetime) -> None:
    add_identifier(camille, "email", "old@mail.example")
    allow_contact(camille, brand)

    for minute in (1, 2):
        withdraw_by_link(camille, brand=brand, channel="email", at=now + timedelta(minutes=minute))

    assert {each.decision.status for each in CurrentDecision.objects.select_related("decision")} == {"withdrawn"}
    assert CurrentDecision.objects.count() == 4
    assert Suppression.objects.count() == 2
    answer = may_contact(camille, purpose="marketing", channel="email", brand=brand, at=now)
    assert (answer.is_allowed, answer.reason) == (False, "suppressed")


def test_allowing_again_undoes_the_click_and_not_a_bounce(camille: Client, brand: Brand, now: datetime) -> None:
    withdraw_by_link(camille, brand=brand, channel="email", at=now)
    decide(camille, brand, "given", now + timedelta(days=1))
    again = may_contact(camille, purpose="marketing", channel="email", brand=brand, at=now)
    suppress("email", ADDRESS, brand=None, reason="bounced", marketing_only=False)
    decide(camille, brand, "given", now + timedelta(days=2))

    after_bounce = may_contact(camille, purpose="marketing", channel="email", brand=brand, at=now)
    assert again.is_allowed is True
    assert (after_bounce.is_allowed, after_bounce.reason) == (False, "suppressed")


@pytest.mark.parametrize("status", ["withdrawn", "given"])
def test_an_address_that_anybody_typed_does_not_undo_an_unsubscription(
    camille: Client, brand: Brand, now: datetime, status: str
) -> None:
    decide(camille, brand, status, now)
    suppress("email", ADDRESS, brand=brand, reason="unsubscribed")

    decision = decide(camille, brand, "given", now + timedelta(days=1), is_proven=False)

    answer = may_contact(camille, purpose="marketing", channel="email", brand=brand, at=now)
    assert (decision.status, answer.is_allowed, answer.reason) == ("pending", False, "suppressed")
    assert Suppression.objects.get().lifted_at is None


def test_what_waits_to_be_confirmed_does_not_open_the_way_for_staff(
    camille: Client, brand: Brand, alice: User, now: datetime
) -> None:
    decide(camille, brand, "withdrawn", now)
    decide(camille, brand, "given", now + timedelta(days=1), is_proven=False)

    with pytest.raises(ConsentError):
        decide(camille, brand, "given", now + timedelta(days=2), method="staff", actor=alice)

    assert current_status() == "withdrawn"


def test_a_first_yes_needs_no_proof(camille: Client, brand: Brand, now: datetime) -> None:
    decide(camille, brand, "refused", now)
    decide(camille, brand, "given", now + timedelta(days=1), is_proven=False)

    assert current_status() == "given"


def test_suppressing_twice_is_one_row_and_the_wider_reach_wins(brand: Brand) -> None:
    first = suppress("email", ADDRESS, brand=brand, reason="bounced")
    again = suppress("email", ADDRESS, brand=brand, reason="bounced", marketing_only=False)
    suppress("email", ADDRESS, brand=brand, reason="bounced", marketing_only=True)

    assert first.pk == again.pk
    assert list(Suppression.objects.values_list("marketing_only", flat=True)) == [False]
