"""What somebody decides while two records become one holds for the one who remains."""

from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from consent.actions.decide import record_decision
from consent.actions.prefer import change_preference
from consent.actions.privacy_control import heed_privacy_control
from consent.actions.quieten import limit_marketing, pause_marketing
from consent.actions.suppress import withdraw_by_link
from consent.models import ContactPreference, CurrentDecision, Decision
from consent.queries.permission import may_contact
from crm.actions.merge import merge_clients
from crm.models import Boutique, Brand, Client, User
from tests.factories import allow_contact, make_known_client
from tests.waiting import somebody_waits, wait_until

pytestmark = pytest.mark.django_db
ADDRESS = "camille.l@office.example"


@pytest.fixture
def merged(camille: Client, boutique: Boutique, maya: User, now: datetime) -> Client:
    """The second record as it was found a moment before it became Camille's; its address allows stock alerts."""
    double = make_known_client(boutique, "Camile", email=ADDRESS)
    allow_contact(double, boutique.brand, purpose="stock-alerts")
    merge_clients(camille, Client.objects.get(pk=double.pk), actor=maya, reason="same", at=now)
    return double


def permission(client: Client, brand: Brand, at: datetime, purpose: str = "stock-alerts") -> str:
    return may_contact(client, purpose=purpose, channel="email", brand=brand, at=at, contact=ADDRESS).reason


def refuse(client: Client, brand: Brand, at: datetime) -> Decision:
    return record_decision(
        client, brand=brand, purpose="stock-alerts", channel="email", contact=ADDRESS, status="refused",
        method="app", at=at,
    )  # fmt: skip


def test_a_no_holds_for_the_survivor_at_once(camille: Client, merged: Client, brand: Brand, now: datetime) -> None:
    assert permission(camille, brand, now) == "allowed"

    decision = refuse(merged, brand, now)

    assert (decision.client, permission(camille, brand, now)) == (camille, "refused")


def test_one_click_reaches_every_address_of_the_survivor(
    camille: Client, merged: Client, brand: Brand, now: datetime
) -> None:
    stopped = withdraw_by_link(merged, brand=brand, channel="email", at=now)

    assert {(each.client, each.status) for each in stopped} == {(camille, "withdrawn")}
    assert permission(camille, brand, now) == "withdrawn"
    assert CurrentDecision.objects.filter(client=camille, decision__status="withdrawn").count() == 4


def test_a_choice_on_the_page_is_the_survivors(camille: Client, merged: Client, brand: Brand, now: datetime) -> None:
    choice = {"brand": brand, "purpose": "stock-alerts", "channel": "email", "language": "en", "origin": "", "at": now}

    given = change_preference(merged, is_wanted=True, **choice)

    assert {each.client for each in given} == {camille}
    assert len(given) == 2


def test_silence_is_the_survivors(camille: Client, merged: Client, brand: Brand, now: datetime) -> None:
    pause_marketing(merged, brand=brand, days=30, at=now)
    limit_marketing(merged, brand=brand, at_most=1, at=now)

    asked = ContactPreference.objects.get()
    assert (asked.client, asked.paused_until, asked.at_most) == (camille, now + timedelta(days=30), 1)


@pytest.mark.django_db(transaction=True)
def test_a_no_that_waited_for_a_merge_holds_for_the_survivor(
    camille: Client, boutique: Boutique, maya: User, now: datetime
) -> None:
    double = make_known_client(boutique, "Camile", email=ADDRESS)
    allow_contact(double, boutique.brand, purpose="stock-alerts")
    begun = Barrier(2)

    def say_no() -> None:
        begun.wait(10)
        refuse(double, boutique.brand, now)
        connection.close()

    hand = Thread(target=say_no)
    with transaction.atomic():
        merge_clients(camille, Client.objects.get(pk=double.pk), actor=maya, reason="same", at=now)
        hand.start()
        begun.wait(10)
        wait_until(somebody_waits)
    hand.join()

    assert permission(camille, boutique.brand, now) == "refused"


def test_the_signal_of_a_browser_is_the_survivors(camille: Client, merged: Client, brand: Brand, now: datetime) -> None:
    held = heed_privacy_control(merged, brand=brand, origin="/shop/", at=now)

    assert {(purpose, each.client, each.status) for purpose, each in held.items()} == {
        ("measurement", camille, "refused"), ("sharing", camille, "refused"),
    }  # fmt: skip
