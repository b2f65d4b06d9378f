"""A message to a destination is signed, arrives in order, and is tried again until it does."""

import base64
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from crm.actions.deliveries import deliver_next, try_again
from crm.actions.destinations import rotate_secret
from crm.actions.segments import enter_segment, leave_segment
from crm.destinations.signing import signature
from crm.models import Audience, Brand, Client, Delivery, Destination, Segment
from tests.crm.destinations.looking import look
from tests.factories import allow_contact
from tests.webhook_receiver import Received, Receiver

pytestmark = pytest.mark.django_db


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


def test_nothing_due_is_nothing_sent(audience: Audience, receiver: Receiver) -> None:
    assert deliver_next(now=timezone.now()) is False
    assert receiver.received == []
