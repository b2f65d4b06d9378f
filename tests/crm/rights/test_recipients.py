"""Whoever was told of a client is told what became of it, signed, and their answer is kept."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client as Browser
from django.utils import timezone

from consent.models import RequestStep, SubjectRequest
from consent.rights.answer import answer_request
from consent.rights.requests import confirm_in_person, open_request
from crm.actions.destinations import Wanted, make_destination, start_audience
from crm.actions.segment_versions import make_segment
from crm.actions.segments import enter_segment
from crm.models import Audience, Brand, Client, Destination, RecipientNotice, User
from crm.rights.recipients import deliver_next_notice, tell_again
from tests.factories import allow_contact
from tests.webhook_receiver import Receiver, webhook_receiver

pytestmark = pytest.mark.django_db


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with webhook_receiver() as receiver:
        yield receiver


@pytest.fixture
def ads(brand: Brand, hana: User, receiver: Receiver) -> Destination:
    return make_destination(brand, Wanted("Ads", receiver.url, "marketing", "email", "eu"), actor=hana)[0]


@pytest.fixture
def audience(ads: Destination, brand: Brand, camille: Client, hana: User, now: datetime) -> Audience:
    """Camille is among those of whom the destination was told."""
    allow_contact(camille, brand)
    segment = make_segment(brand, code="gift", name="Gift", kind="static")
    enter_segment(segment, camille, reason="by hand", at=now)
    return start_audience(ads, segment, actor=hana)


def answered(client: Client, kind: str, petra: User, **said: str) -> SubjectRequest:
    request = open_request(client, kind=kind, intake="officer", detail="please")
    confirm_in_person(request, actor=petra)
    return answer_request(request, actor=petra, said=said, at=timezone.now())


@pytest.mark.parametrize(
    ("kind", "said", "told", "fields"),
    [
        ("rectification", {"city": "Lyon"}, "subject.rectified", ["city"]),
        ("restriction", {}, "subject.restricted", []),
        ("erasure", {"is_sure": "yes"}, "subject.erased", []),
    ],
)
def test_a_recipient_is_told_and_its_answer_is_kept(
    camille: Client, audience: Audience, receiver: Receiver, petra: User, kind: str, said: dict[str, str], told: str,
    fields: list[str],
) -> None:  # fmt: skip
    uid = camille.uid
    request = answered(camille, kind, petra, **said)
    assert (RecipientNotice.objects.get().status, uid in RecipientNotice.objects.get().sealed_uid) == ("due", False)

    assert (deliver_next_notice(now=timezone.now()), deliver_next_notice(now=timezone.now())) == (True, False)

    (received,) = receiver.received
    assert received.message["type"] == told
    assert received.message["data"] == {"uid": uid, "request": request.reference, "fields": fields}
    assert received.headers["webhook-signature"].startswith("v1,")
    notice = RecipientNotice.objects.get()
    assert (notice.status, notice.sealed_uid, notice.request) == ("acknowledged", "", request)
    assert RequestStep.objects.filter(request=request, what="recipients_told").get().figures == {"recipients": 1}
    assert RequestStep.objects.filter(request=request, what="acknowledged").count() == 1


def test_a_system_that_never_heard_of_the_client_is_not_told(camille: Client, ads: Destination, petra: User) -> None:
    answered(camille, "restriction", petra)

    assert RecipientNotice.objects.count() == 0


def test_no_answer_is_asked_again_under_the_same_number(
    camille: Client, audience: Audience, receiver: Receiver, petra: User
) -> None:
    receiver.answers = [500]
    answered(camille, "restriction", petra)
    deliver_next_notice(now=timezone.now())
    assert (RecipientNotice.objects.get().status, RecipientNotice.objects.get().answer) == ("due", "http_500")

    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        deliver_next_notice(now=timezone.now())

    first, second = receiver.received
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert RecipientNotice.objects.get().status == "acknowledged"


def test_one_that_is_gone_is_shown_and_told_again_by_hand(
    camille: Client, audience: Audience, receiver: Receiver, petra: User, client: Browser
) -> None:
    receiver.answers = [410]
    request = answered(camille, "restriction", petra)
    deliver_next_notice(now=timezone.now())
    client.force_login(petra)
    page = client.get(f"/privacy/requests/{request.reference}/").content.decode()
    assert ("No answer" in page, "Tell them again" in page) == (True, True)

    client.post(f"/privacy/requests/{request.reference}/tell/")

    assert (RecipientNotice.objects.get().status, tell_again(request, at=timezone.now())) == ("due", 0)


def test_the_database_keeps_one_notice_and_forgets_whom_it_was_about(
    camille: Client, audience: Audience, petra: User
) -> None:
    request = answered(camille, "restriction", petra)
    notice = RecipientNotice.objects.get()
    place = {"request": request, "destination": notice.destination}

    with pytest.raises(IntegrityError, match="a_recipient_is_told_once_of_a_request"), transaction.atomic():
        RecipientNotice.objects.create(**place, type="subject.erased", due_at=notice.due_at, created_at=notice.due_at)
    with pytest.raises(IntegrityError, match="who_acknowledged_is_forgotten_and_says_when"), transaction.atomic():
        RecipientNotice.objects.update(status="acknowledged", acknowledged_at=notice.due_at)

    assert RecipientNotice.objects.get().status == "due"
