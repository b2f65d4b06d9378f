"""The sender of webhooks is killed again and again in the middle of its work: nothing is lost, and what comes twice
comes under the same id."""

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from crm.actions.audience_upkeep import recompute_audience
from crm.actions.destinations import Wanted, make_destination, start_audience
from crm.actions.segment_versions import make_segment
from crm.actions.segments import enter_segment, leave_segment
from crm.models import AudienceChange, Client, Delivery, Segment
from crm.tasks import refresh_segments
from tests.factories import allow_contact, make_boutique, make_brand, make_known_client
from tests.faults.processes import Process
from tests.webhook_receiver import Receiver, webhook_receiver

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
CLIENTS, KILLS, PATIENCE = 40, 3, 280.0
# A worker without a broker: it looks again and again, four clients a message, so that there are many.
SENDER = """
import django, time; django.setup()
from crm.actions import gather_deliveries
gather_deliveries.CLIENTS_AT_ONCE = 4
from crm.tasks import tell_destinations
while True:
    tell_destinations(); time.sleep(0.05)
"""


@pytest.fixture
def start_sender(tmp_path: Path) -> Iterator[Callable[[], Process]]:
    """Starts senders; whichever still runs at the end is killed."""
    started: list[Process] = []

    def start() -> Process:
        environment = {"DJANGO_SETTINGS_MODULE": "clienteling.settings", "CLIENTELING_WEBHOOK_LEASE_SECONDS": "1"}
        started.append(Process("-c", SENDER, log=tmp_path / "sender.log", environment=environment))
        return started[-1]

    yield start
    for sender in started:
        sender.kill()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with webhook_receiver() as receiver:
        yield receiver


def test_a_killed_sender_loses_nothing_and_repeats_under_the_same_id(
    receiver: Receiver, start_sender: Callable[[], Process]
) -> None:
    gift, clients = _audience_of_many(receiver)
    # Some answers never come, some are errors; in between the sender dies.
    receiver.answers = ["die", 500, 200, 200, "die"] * 2
    began = time.monotonic()
    for _ in range(KILLS):
        sender, enough = start_sender(), len(receiver.received) + random.randint(1, 3)
        while len(receiver.received) < enough and not _is_told():
            assert time.monotonic() - began < PATIENCE
            time.sleep(0.002)
        sender.kill()
        Delivery.objects.filter(status="due").update(due_at=timezone.now())
    for client in clients[:5]:
        leave_segment(gift, client, reason="by hand", at=timezone.now())
    refresh_segments()
    last = start_sender()
    while not _is_told():
        assert time.monotonic() - began < PATIENCE, list(Delivery.objects.values_list("number", "status", "answer"))
        time.sleep(0.2)
        Delivery.objects.filter(status="due").update(due_at=timezone.now())
    last.kill()

    assert receiver.known == {client.uid for client in clients[5:]}
    assert _ids_by_number(receiver) == _ids_in_the_database()


def _audience_of_many(receiver: Receiver) -> tuple[Segment, list[Client]]:
    brand = make_brand("AURELLE")
    boutique = make_boutique(brand)
    clients = [make_known_client(boutique, f"C{each}", email=f"c{each}@mail.example") for each in range(CLIENTS)]
    gift = make_segment(brand, code="gift", name="Gift", kind="static")
    destination, _ = make_destination(brand, Wanted("Ads", receiver.url, "marketing", "email", "eu"), actor=None)
    audience = start_audience(destination, gift, actor=None)
    for client in clients:
        allow_contact(client, brand)
        enter_segment(gift, client, reason="by hand", at=timezone.now())
    recompute_audience(audience.pk)
    return gift, clients


def _is_told() -> bool:
    connection.close()
    return not AudienceChange.objects.exists() and not Delivery.objects.exclude(status="delivered").exists()


def _ids_by_number(receiver: Receiver) -> set[tuple[int, str]]:
    return {(each.message["data"]["number"], each.headers["webhook-id"]) for each in receiver.received}


def _ids_in_the_database() -> set[tuple[int, str]]:
    return {(number, str(message_id)) for number, message_id in Delivery.objects.values_list("number", "message_id")}
