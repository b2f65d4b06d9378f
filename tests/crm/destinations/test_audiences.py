"""A destination is told who entered and left: only of those who allow it, and nothing twice."""

import hashlib
from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from consent.actions.decide import record_decision
from consent.models import AccessEntry
from crm.actions.destinations import (
    Wanted,
    make_destination,
    set_active,
    start_audience,
    stop_audience,
    tell_everything_again,
)
from crm.actions.merge import merge_clients
from crm.actions.segment_versions import make_segment, publish_segment
from crm.actions.segments import enter_segment, leave_segment
from crm.models import Audience, AudienceMember, Brand, Client, Delivery, Destination, Segment, User
from crm.tasks import refresh_segments
from tests.crm.destinations.looking import decide, look, told
from tests.factories import allow_contact
from tests.webhook_receiver import Receiver

pytestmark = pytest.mark.django_db


def test_everybody_is_told_first_and_then_who_entered_and_left(
    audience: Audience, gift: Segment, receiver: Receiver, camille: Client, eve: Client, brand: Brand
) -> None:
    allow_contact(camille, brand)
    enter_segment(gift, camille, reason="by hand", at=timezone.now())
    look()
    enter_segment(gift, eve, reason="by hand", at=timezone.now())
    leave_segment(gift, camille, reason="by hand", at=timezone.now())
    look()

    assert [told(each) for each in receiver.received] == [([camille.uid], []), ([eve.uid], [camille.uid])]
    assert [each.message["data"]["number"] for each in receiver.received] == [1, 2]


def test_whoever_does_not_allow_it_is_never_told_of(
    audience: Audience, gift: Segment, receiver: Receiver, camille: Client
) -> None:
    enter_segment(gift, camille, reason="by hand", at=timezone.now())

    look()

    assert receiver.received == []
    assert AudienceMember.objects.count() == 0


def test_a_withdrawal_takes_somebody_out_and_a_consent_that_runs_out_too(
    audience: Audience, gift: Segment, receiver: Receiver, camille: Client, eve: Client, brand: Brand, now: datetime
) -> None:
    with time_machine.travel(now, tick=False) as clock:
        decide(camille, brand, "given", now, valid_to=now + timedelta(days=3))
        for each in (camille, eve):
            enter_segment(gift, each, reason="by hand", at=now)
        look()
        decide(eve, brand, "withdrawn", now)
        look()
        clock.shift(timedelta(days=3))
        look()

    both = sorted([camille.uid, eve.uid])
    assert [told(each) for each in receiver.received] == [(both, []), ([], [eve.uid]), ([], [camille.uid])]


def test_a_withdrawal_after_the_message_was_written_still_keeps_somebody_out_of_it(
    audience: Audience, gift: Segment, receiver: Receiver, eve: Client, brand: Brand
) -> None:
    receiver.answers = [500]
    enter_segment(gift, eve, reason="by hand", at=timezone.now())
    look()
    decide(eve, brand, "withdrawn", timezone.now())
    refresh_segments()
    Delivery.objects.update(due_at=timezone.now())
    look()

    assert [told(each) for each in receiver.received] == [([eve.uid], []), ([], []), ([], [eve.uid])]


def test_a_purpose_that_rests_on_a_contract_needs_no_yes_and_stops_at_a_no(
    brand: Brand, gift: Segment, receiver: Receiver, camille: Client, eve: Client
) -> None:
    couriers, _ = make_destination(brand, Wanted("Couriers", receiver.url, "service", "email", "eu"), actor=None)
    start_audience(couriers, gift, actor=None)
    record_decision(
        eve, brand=brand, purpose="service", channel="email", contact="eve@mail.example", status="refused",
        method="web_form", at=timezone.now(),
    )  # fmt: skip
    for each in (camille, eve):
        enter_segment(gift, each, reason="by hand", at=timezone.now())

    look()

    assert [told(each) for each in receiver.received] == [([camille.uid], [])]


@pytest.mark.parametrize(("region", "is_told"), [("eu", False), ("cn", True)])
def test_a_client_of_china_is_told_of_in_china_alone(
    brand: Brand, gift: Segment, receiver: Receiver, eve: Client, region: str, is_told: bool
) -> None:
    Client.objects.filter(pk=eve.pk).update(country="CN")
    there, _ = make_destination(brand, Wanted("There", receiver.url, "marketing", "email", region), actor=None)
    start_audience(there, gift, actor=None)
    enter_segment(gift, eve, reason="by hand", at=timezone.now())

    look()

    assert receiver.known == ({eve.uid} if is_told else set())


def test_a_merged_record_is_taken_out_and_the_survivor_told(
    audience: Audience, gift: Segment, receiver: Receiver, camille: Client, eve: Client, brand: Brand
) -> None:
    allow_contact(camille, brand)
    enter_segment(gift, eve, reason="by hand", at=timezone.now())
    look()
    merge_clients(camille, eve, actor=None, reason="same")
    look()

    assert receiver.known == {camille.uid}


def test_everything_told_again_begins_with_a_reset(
    audience: Audience, gift: Segment, receiver: Receiver, eve: Client
) -> None:
    enter_segment(gift, eve, reason="by hand", at=timezone.now())
    look()
    tell_everything_again(audience, at=timezone.now())
    look()

    types = [each.message["type"] for each in receiver.received]
    assert types == ["audience.changed", "audience.reset", "audience.changed"]
    assert receiver.known == {eve.uid}


def test_a_stopped_audience_is_void_and_told_no_more(
    audience: Audience, gift: Segment, receiver: Receiver, camille: Client, eve: Client, brand: Brand
) -> None:
    enter_segment(gift, eve, reason="by hand", at=timezone.now())
    look()
    stopped = [stop_audience(audience, at=timezone.now()), stop_audience(audience, at=timezone.now())]
    allow_contact(camille, brand)
    enter_segment(gift, camille, reason="by hand", at=timezone.now())
    look()

    assert (stopped, receiver.known, len(receiver.received)) == ([True, False], set(), 2)


def test_a_destination_that_is_off_is_told_afterwards(
    ads: Destination, audience: Audience, gift: Segment, receiver: Receiver, eve: Client
) -> None:
    set_active(ads, is_active=False)
    enter_segment(gift, eve, reason="by hand", at=timezone.now())
    look()
    while_off = len(receiver.received)
    set_active(ads, is_active=True)
    look()

    assert (while_off, receiver.known) == (0, {eve.uid})


def test_an_audience_of_a_segment_by_rule_follows_its_versions(
    ads: Destination, brand: Brand, receiver: Receiver, eve: Client
) -> None:
    french = make_segment(brand, code="french", name="French", kind="computed")
    start_audience(ads, french, actor=None)
    rule = {"kind": "attribute", "field": "country", "test": "one_of", "values": ["FR"]}
    publish_segment(french, {"op": "and", "rules": [rule]}, actor=None)
    look()
    entered = set(receiver.known)
    publish_segment(french, {"op": "not", "rules": [rule]}, actor=None)
    look()

    assert (entered, receiver.known) == ({eve.uid}, set())


def test_a_message_is_written_down_before_it_leaves(audience: Audience, gift: Segment, eve: Client, hana: User) -> None:
    enter_segment(gift, eve, reason="by hand", at=timezone.now())

    look()

    entries = AccessEntry.objects.values_list("user", "action", "why")
    message = f"destination {audience.destination_id} message {Delivery.objects.get().pk}"
    assert list(entries) == [(hana.pk, "exported", message)]


def test_who_is_told_by_hash_is_told_the_hash_alone(
    brand: Brand, gift: Segment, receiver: Receiver, eve: Client
) -> None:
    wanted = Wanted("Hashes", receiver.url, "marketing", "email", "eu", "email_sha256")
    start_audience(make_destination(brand, wanted, actor=None)[0], gift, actor=None)
    enter_segment(gift, eve, reason="by hand", at=timezone.now())

    look()

    hashed = hashlib.sha256(b"eve@mail.example").hexdigest()
    assert receiver.received[0].message["data"]["entered"] == [{"uid": eve.uid, "email_sha256": hashed}]
