"""An address that nobody may write to leaves the audiences of every destination by itself."""

import hashlib
from datetime import datetime

import pytest
from django.utils import timezone

from consent.actions.decide import decide_for_person, record_decision
from consent.actions.suppress import suppress
from consent.models import Suppression
from crm.actions.destinations import Wanted, make_destination, start_audience
from crm.actions.segments import enter_segment
from crm.models import Audience, AudienceMember, Brand, ChangedClient, Client, Destination, Segment, User
from tests.crm.destinations.looking import look, told
from tests.factories import add_identifier
from tests.webhook_receiver import Receiver

pytestmark = pytest.mark.django_db
EVE = "eve@mail.example"


@pytest.fixture
def known(audience: Audience, gift: Segment, eve: Client, receiver: Receiver) -> Client:
    """Eve, of whom the receiver was told."""
    enter_segment(gift, eve, reason="by hand", at=timezone.now())
    look()
    assert [told(each) for each in receiver.received] == [([eve.uid], [])]
    receiver.received.clear()
    return eve


def heard(receiver: Receiver) -> list[tuple[list[str], list[str]]]:
    return [told(each) for each in receiver.received]


@pytest.mark.parametrize("reason", ["bounced", "complained", "objected", "unsubscribed"])
@pytest.mark.parametrize("is_of_the_group", [True, False], ids=["of every house", "of this house"])
def test_the_receiver_lets_go_of_a_suppressed_address_once(
    reason: str, is_of_the_group: bool, known: Client, brand: Brand, receiver: Receiver
) -> None:
    for _ in range(2):
        suppress("email", EVE, brand=None if is_of_the_group else brand, reason=reason)
        look()

    assert (heard(receiver), AudienceMember.objects.count()) == ([([], [known.uid])], 0)


def test_a_suppression_of_another_house_or_channel_or_address_changes_nothing(
    known: Client, brand: Brand, other_brand: Brand, receiver: Receiver
) -> None:
    suppress("email", EVE, brand=other_brand, reason="bounced")
    suppress("sms", EVE, brand=brand, reason="bounced")
    suppress("email", "camille@mail.example", brand=brand, reason="bounced")

    look()

    assert (heard(receiver), AudienceMember.objects.count()) == ([], 1)


def test_a_suppression_that_is_lifted_brings_somebody_back(known: Client, brand: Brand, receiver: Receiver) -> None:
    suppress("email", EVE, brand=brand, reason="unsubscribed")
    look()

    Suppression.objects.update(lifted_at=timezone.now())
    look()

    assert heard(receiver) == [([], [known.uid]), ([known.uid], [])]


def test_of_two_addresses_the_one_that_may_be_written_to_keeps_somebody_in(
    known: Client, brand: Brand, receiver: Receiver, now: datetime
) -> None:
    add_identifier(known, "email", "eve@office.example")
    record_decision(
        known, brand=brand, purpose="marketing", channel="email", contact="eve@office.example", status="given",
        method="web_form", at=now,
    )  # fmt: skip

    suppress("email", EVE, brand=brand, reason="bounced")
    look()

    assert (heard(receiver), AudienceMember.objects.count()) == ([], 1)


@pytest.mark.parametrize(("marketing_only", "is_told"), [(True, True), (False, False)])
def test_of_a_service_only_a_dead_address_leaves(
    marketing_only: bool, is_told: bool, brand: Brand, gift: Segment, eve: Client, receiver: Receiver
) -> None:
    couriers, _ = make_destination(brand, Wanted("Couriers", receiver.url, "service", "email", "eu"), actor=None)
    start_audience(couriers, gift, actor=None)
    enter_segment(gift, eve, reason="by hand", at=timezone.now())

    suppress("email", EVE, brand=None, reason="bounced", marketing_only=marketing_only)
    look()

    assert receiver.known == ({eve.uid} if is_told else set())


@pytest.fixture
def partner(brand: Brand, gift: Segment, receiver: Receiver, hana: User, eve: Client, now: datetime) -> Destination:
    """An advertiser who is told of hashed addresses and writes to nobody."""
    wanted = Wanted("Partner", receiver.url, "sharing", "", "eu", "email_sha256")
    partner, _ = make_destination(brand, wanted, actor=hana)
    start_audience(partner, gift, actor=hana)
    decide_for_person(eve, brand=brand, purpose="sharing", status="given", method="app", at=now)
    enter_segment(gift, eve, reason="by hand", at=timezone.now())
    return partner


def test_an_advertiser_is_not_told_of_a_suppressed_address(
    partner: Destination, eve: Client, receiver: Receiver
) -> None:
    look()
    suppress("email", EVE, brand=None, reason="objected")
    look()

    assert heard(receiver) == [([eve.uid], []), ([], [eve.uid])]


def test_of_an_address_that_is_suppressed_the_hash_stays_here(
    partner: Destination, brand: Brand, eve: Client, receiver: Receiver, now: datetime
) -> None:
    add_identifier(eve, "email", "eve@office.example")
    record_decision(
        eve, brand=brand, purpose="marketing", channel="email", contact="eve@office.example", status="given",
        method="web_form", at=now,
    )  # fmt: skip
    suppress("email", EVE, brand=None, reason="bounced")

    look()

    hashed = hashlib.sha256(EVE.encode()).hexdigest()
    assert [hashed in str(each.message) for each in receiver.received] == [False]


def test_a_suppression_by_whatever_way_is_noted_for_its_client(eve: Client, camille: Client) -> None:
    ChangedClient.objects.all().delete()
    row = suppress("email", EVE, brand=None, reason="bounced")

    Suppression.objects.filter(pk=row.pk).update(lifted_at=timezone.now())

    assert list(ChangedClient.objects.values_list("client_id", flat=True)) == [eve.pk, eve.pk]
