"""Whoever was told of a client is told what became of it, signed, and their answer is kept."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client as Browser
from django.utils import timezone

from consent.actions.restrict import lift_restriction
from consent.models import RequestStep, SubjectRequest
from consent.rights.answer import answer_request
from consent.rights.erasing.work import work_on_due_erasure
from consent.rights.requests import confirm_in_person, open_request
from crm.actions.audience_upkeep import recompute_audience
from crm.actions.destinations import Wanted, make_destination, set_active, start_audience
from crm.actions.gather_deliveries import gather_deliveries
from crm.actions.merge import merge_clients, unmerge_clients
from crm.actions.own_address import take_new_address
from crm.actions.own_data import OwnData, correct_own_data
from crm.actions.segment_versions import make_segment
from crm.actions.segments import enter_segment
from crm.identity.new_address import NewAddress
from crm.models import Audience, Boutique, Brand, Client, Destination, Disclosure, RecipientNotice, User
from crm.rights.recipients import deliver_next_notice, tell_again
from tests.factories import allow_contact, make_known_client
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
    audience = start_audience(ads, segment, actor=hana)
    recompute_audience(audience.pk)
    gather_deliveries(at=now)
    return audience


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
    assert RequestStep.objects.filter(request=request, what="recipients_told").get().figures == {
        "recipients": 1,
        "type": told,
    }
    assert RequestStep.objects.filter(request=request, what="acknowledged").count() == 1


def told() -> list[tuple[str, list[str]]]:
    return list(RecipientNotice.objects.order_by("pk").values_list("type", "fields"))


def delivered(receiver: Receiver) -> list[tuple[str, str]]:
    """What arrived: type, and of whom."""
    while deliver_next_notice(now=timezone.now()):
        pass
    return [(each.message["type"], each.message["data"]["uid"]) for each in receiver.received]


@pytest.mark.parametrize("kind", ["marketing", "profiling"])
def test_an_objection_is_told_to_who_acts_on_what_it_received(
    camille: Client, audience: Audience, receiver: Receiver, kind: str
) -> None:
    request = open_request(camille, kind=f"objection_{kind}", intake="client_page", brand=audience.destination.brand)

    assert delivered(receiver) == [("subject.objected", camille.uid)]
    assert receiver.received[0].message["data"]["fields"] == [kind]
    assert RequestStep.objects.filter(request=request, what="acknowledged").count() == 1


def test_an_objection_to_one_house_is_no_news_to_the_recipients_of_another(
    camille: Client, audience: Audience, other_brand: Brand
) -> None:
    open_request(camille, kind="objection_marketing", intake="client_page", brand=other_brand)

    assert told() == []


def test_the_end_of_a_restriction_is_told_after_its_beginning(
    camille: Client, audience: Audience, receiver: Receiver, petra: User
) -> None:
    receiver.answers = [500]
    answered(camille, "restriction", petra)
    deliver_next_notice(now=timezone.now())
    lift_restriction(camille, because="the birthday was corrected", actor=petra)
    assert deliver_next_notice(now=timezone.now()) is False

    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        types = [each for each, _ in delivered(receiver)]

    assert types == ["subject.restricted", "subject.restricted", "subject.unrestricted"]
    assert set(RecipientNotice.objects.values_list("status", flat=True)) == {"acknowledged"}


def test_of_two_who_were_one_each_restriction_ends_by_itself(
    camille: Client, boutique: Boutique, brand: Brand, ads: Destination, receiver: Receiver, hana: User, petra: User,
    now: datetime,
) -> None:  # fmt: skip
    double = make_known_client(boutique, "Camile", email="camile@mail.example")
    segment = make_segment(brand, code="gift", name="Gift", kind="static")
    for each in (camille, double):
        allow_contact(each, brand)
        enter_segment(segment, each, reason="by hand", at=now)
    recompute_audience(start_audience(ads, segment, actor=hana).pk)
    gather_deliveries(at=now)
    log = merge_clients(camille, double, actor=hana, reason="same", at=now)
    answered(camille, "restriction", petra)
    both = [("subject.restricted", camille.uid), ("subject.restricted", double.uid)]
    assert delivered(receiver) == both
    unmerge_clients(log, actor=hana)

    for each in (double, camille):
        lift_restriction(each, because="it was the other one", actor=petra)

    ends = [("subject.unrestricted", double.uid), ("subject.unrestricted", camille.uid)]
    assert delivered(receiver) == both + ends


def test_what_the_client_corrects_on_the_own_page_is_told(
    camille: Client, audience: Audience, brand: Brand, receiver: Receiver, now: datetime
) -> None:
    said = {"given_name": "Camille", "family_name": "Roux", "birth_date": "", "city": "Lyon", "country": "FR"}

    correct_own_data(camille, OwnData(**said, language="fr"), brand=brand, at=now)

    assert told() == [("subject.rectified", ["city", "family_name"])]
    assert delivered(receiver) == [("subject.rectified", camille.uid)]
    request = SubjectRequest.objects.get()
    assert (request.kind, request.intake, request.state) == ("rectification", "client_page", "done")
    assert list(request.steps.order_by("pk").values_list("what", flat=True)) == [
        "received", "corrected", "recipients_told", "done", "acknowledged",
    ]  # fmt: skip
    assert set(request.corrections.values_list("field", "before", "after", "actor")) == {
        ("family_name", "Laurent", "Roux", None), ("city", "", "Lyon", None),
    }  # fmt: skip


def test_the_same_again_is_no_correction(camille: Client, audience: Audience, brand: Brand, now: datetime) -> None:
    said = {"given_name": "Camille", "family_name": "Laurent", "birth_date": "", "city": "", "country": "fr"}

    correct_own_data(camille, OwnData(**said, language="fr"), brand=brand, at=now)

    assert (told(), SubjectRequest.objects.count()) == ([], 0)


@pytest.mark.parametrize("replaces", ["camille@mail.example", ""])
def test_a_new_address_is_told_once_and_by_its_field_alone(
    camille: Client, audience: Audience, receiver: Receiver, now: datetime, replaces: str
) -> None:
    for _ in range(2):
        take_new_address(NewAddress(camille.uid, "camille@new.example", replaces), at=now)

    assert told() == [("subject.rectified", ["email"])]
    assert delivered(receiver) == [("subject.rectified", camille.uid)]
    assert list(SubjectRequest.objects.get().corrections.values_list("before", "after")) == [
        (replaces, "camille@new.example")
    ]


def test_who_was_kept_from_a_system_is_not_made_known_to_it_by_a_notice(
    camille: Client, ads: Destination, brand: Brand, hana: User, petra: User, now: datetime
) -> None:
    segment = make_segment(brand, code="gift", name="Gift", kind="static")
    enter_segment(segment, camille, reason="by hand", at=now)
    recompute_audience(start_audience(ads, segment, actor=hana).pk)
    gather_deliveries(at=now)

    answered(camille, "restriction", petra)

    assert (told(), Disclosure.objects.count()) == ([], 0)


def test_a_system_that_was_told_is_told_also_when_it_is_switched_off(
    camille: Client, audience: Audience, receiver: Receiver, petra: User
) -> None:
    set_active(audience.destination, is_active=False)
    answered(camille, "restriction", petra)
    assert delivered(receiver) == []

    set_active(audience.destination, is_active=True)

    assert delivered(receiver) == [("subject.restricted", camille.uid)]


def test_who_was_told_of_somebody_is_forgotten_with_them(camille: Client, audience: Audience, petra: User) -> None:
    assert list(Disclosure.objects.values_list("destination", "client_id")) == [(audience.destination_id, camille.pk)]
    answered(camille, "erasure", petra, is_sure="yes")

    while work_on_due_erasure():
        pass

    assert Disclosure.objects.count() == 0


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
        RecipientNotice.objects.create(
            **place, client_id=camille.pk, type=notice.type, due_at=notice.due_at, created_at=notice.due_at
        )
    with pytest.raises(IntegrityError, match="a_disclosure_is_kept_once_for_a_destination"), transaction.atomic():
        Disclosure.objects.create(destination=notice.destination, client_id=camille.pk, first_at=notice.due_at)
    with pytest.raises(IntegrityError, match="who_acknowledged_is_forgotten_and_says_when"), transaction.atomic():
        RecipientNotice.objects.update(status="acknowledged", acknowledged_at=notice.due_at)

    assert RecipientNotice.objects.get().status == "due"
