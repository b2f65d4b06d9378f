"""A destination is told who entered and left: signed, in order, once, and only of those who allow it."""

import base64
import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from pytest_django import Settings

from consent.actions.decide import record_decision
from consent.models import AccessEntry
from crm.actions.deliveries import deliver_next, try_again
from crm.actions.destinations import (
    Wanted,
    make_destination,
    rotate_secret,
    set_active,
    start_audience,
    stop_audience,
    tell_everything_again,
)
from crm.actions.merge import merge_clients
from crm.actions.segment_versions import make_segment, publish_segment
from crm.actions.segments import enter_segment, leave_segment
from crm.destinations.errors import DestinationError
from crm.destinations.signing import signature
from crm.models import Audience, AudienceMember, Boutique, Brand, Client, Delivery, Destination, Segment, User
from crm.tasks import recompute_segments, refresh_segments, tell_destinations
from tests.factories import allow_contact, make_known_client
from tests.webhook_receiver import Received, Receiver, webhook_receiver

pytestmark = pytest.mark.django_db


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with webhook_receiver() as receiver:
        yield receiver


@pytest.fixture
def made(brand: Brand, hana: User, receiver: Receiver) -> tuple[Destination, str]:
    return make_destination(brand, Wanted("Ads", receiver.url, "marketing", "email", "eu"), actor=hana)


@pytest.fixture
def ads(made: tuple[Destination, str]) -> Destination:
    return made[0]


@pytest.fixture
def gift(brand: Brand) -> Segment:
    return make_segment(brand, code="gift", name="Gift", kind="static")


@pytest.fixture
def audience(ads: Destination, gift: Segment, hana: User) -> Audience:
    return start_audience(ads, gift, actor=hana)


@pytest.fixture
def eve(boutique: Boutique, brand: Brand) -> Client:
    eve = make_known_client(boutique, "Eve", email="eve@mail.example", country="FR")
    allow_contact(eve, brand)
    return eve


def look() -> None:
    recompute_segments()
    refresh_segments()
    tell_destinations()


def told(received: Received) -> tuple[list[str], list[str]]:
    data = received.message["data"]
    return [one["uid"] for one in data["entered"]], [one["uid"] for one in data["left"]]


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


def decide(client: Client, brand: Brand, status: str, at: datetime, valid_to: datetime | None = None) -> None:
    record_decision(
        client, brand=brand, purpose="marketing", channel="email", contact=client.contact_point("email") or "",
        status=status, method="web_form", at=at, valid_to=valid_to,
    )  # fmt: skip


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


def test_each_message_is_signed_by_the_secret_that_was_shown(
    made: tuple[Destination, str], audience: Audience, gift: Segment, receiver: Receiver, eve: Client
) -> None:
    destination, first = made
    enter_segment(gift, eve, reason="by hand", at=timezone.now())
    look()
    second = rotate_secret(destination, at=timezone.now())
    leave_segment(gift, eve, reason="by hand", at=timezone.now())
    look()

    assert [signed_by(each, first) for each in receiver.received] == [[True], [False, True]]
    assert signed_by(receiver.received[1], second) == [True, False]


def signed_by(received: Received, shown: str) -> list[bool]:
    key, headers = base64.b64decode(shown.removeprefix("whsec_")), received.headers
    expected = signature(key, headers["webhook-id"], int(headers["webhook-timestamp"]), received.body)
    return [each == expected for each in headers["webhook-signature"].split(" ")]


def test_a_former_secret_signs_for_a_week(
    ads: Destination, audience: Audience, gift: Segment, receiver: Receiver, eve: Client, now: datetime
) -> None:
    rotate_secret(ads, at=timezone.now() - timedelta(days=8))
    enter_segment(gift, eve, reason="by hand", at=timezone.now())

    look()

    assert len(receiver.received[0].headers["webhook-signature"].split(" ")) == 1


@pytest.mark.parametrize(
    ("answer", "code"), [(500, "http_500"), (302, "http_302"), ("die", "unreachable"), ("hang", "timeout")]
)
def test_what_did_not_arrive_is_tried_again_under_the_same_id(
    audience: Audience, gift: Segment, receiver: Receiver, eve: Client, monkeypatch: pytest.MonkeyPatch,
    answer: int | str, code: str,
) -> None:  # fmt: skip
    monkeypatch.setattr("crm.destinations.transport.ANSWERING", 0.3)
    receiver.answers, receiver.headers = [answer], {"location": "http://127.0.0.1:9/"}
    enter_segment(gift, eve, reason="by hand", at=timezone.now())
    look()
    first = Delivery.objects.get()
    Delivery.objects.update(due_at=timezone.now())
    look()

    ids = {each.headers["webhook-id"] for each in receiver.received}
    assert (first.status, first.answer, first.attempts, first.entered) == ("due", code, 1, [eve.uid])
    assert timedelta(seconds=3) < first.due_at - timezone.now() + timedelta(seconds=2) < timedelta(seconds=9)
    assert (len(receiver.received), len(ids)) == (2, 1)
    assert list(Delivery.objects.values_list("status", "attempts", "entered")) == [("delivered", 2, [])]


def test_a_receiver_that_drips_is_left_after_a_while(
    audience: Audience, gift: Segment, receiver: Receiver, eve: Client, settings: Settings
) -> None:
    settings.WEBHOOK_SECONDS, receiver.answers = 0.5, ["drip"]
    enter_segment(gift, eve, reason="by hand", at=timezone.now())

    look()

    assert Delivery.objects.get().answer == "too_slow"


def test_a_receiver_says_when_to_come_back(audience: Audience, gift: Segment, receiver: Receiver, eve: Client) -> None:
    receiver.answers, receiver.headers = [429], {"retry-after": "3600"}
    enter_segment(gift, eve, reason="by hand", at=timezone.now())

    look()

    wait = Delivery.objects.get().due_at - timezone.now()
    assert timedelta(minutes=59) < wait <= timedelta(hours=1)


def test_a_later_message_waits_for_the_earlier(
    audience: Audience, gift: Segment, receiver: Receiver, camille: Client, eve: Client, brand: Brand
) -> None:
    allow_contact(camille, brand)
    receiver.answers = [500]
    enter_segment(gift, eve, reason="by hand", at=timezone.now())
    look()
    enter_segment(gift, camille, reason="by hand", at=timezone.now())
    look()
    waiting = list(Delivery.objects.order_by("number").values_list("status", flat=True))
    Delivery.objects.update(due_at=timezone.now())
    look()

    assert (waiting, receiver.known) == (["due", "due"], {camille.uid, eve.uid})
    assert [each.message["data"]["number"] for each in receiver.received] == [1, 1, 2]


def test_what_is_given_up_waits_for_a_person(
    audience: Audience, gift: Segment, receiver: Receiver, eve: Client
) -> None:
    receiver.answers = [410]
    enter_segment(gift, eve, reason="by hand", at=timezone.now())
    look()
    stuck = Delivery.objects.get()
    again = [try_again(stuck, at=timezone.now()), try_again(stuck, at=timezone.now())]
    look()

    assert (stuck.status, again, receiver.known) == ("stuck", [True, False], {eve.uid})


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


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("name_missing", {"name": ""}),
        ("name_taken", {}),
        ("not_https", {"url": "ftp://receiver.example"}),
        ("unknown_purpose", {"purpose": "fun"}),
        ("unknown_channel", {"channel": "pigeon"}),
        ("unknown_channel", {"channel": ""}),
        ("unknown_channel", {"purpose": "profiling"}),
        ("unknown_choice", {"region": "moon"}),
        ("unknown_choice", {"tells": "all"}),
    ],
)
def test_a_destination_that_cannot_be_is_refused(
    brand: Brand, ads: Destination, code: str, changed: dict[str, str]
) -> None:
    wanted = {"name": "Ads", "url": ads.url, "purpose": "marketing", "channel": "email", "region": "eu", **changed}

    with pytest.raises(DestinationError) as raised:
        make_destination(brand, Wanted(**wanted), actor=None)

    assert raised.value.code == code
    assert Destination.objects.count() == 1


def test_a_segment_goes_to_a_destination_once_and_not_to_another_brands(
    ads: Destination, audience: Audience, gift: Segment, other_brand: Brand
) -> None:
    theirs = make_segment(other_brand, code="gift", name="Gift", kind="static")

    for segment, code in ((gift, "already_sent_there"), (theirs, "other_brand")):
        with pytest.raises(DestinationError) as raised:
            start_audience(ads, segment, actor=None)
        assert raised.value.code == code

    assert Audience.objects.count() == 1


def test_nothing_due_is_nothing_sent(audience: Audience, receiver: Receiver) -> None:
    assert deliver_next(now=timezone.now()) is False
    assert receiver.received == []
