"""Workers are killed in the middle of 200 sends: none is lost, none goes twice, none is unknown unseen."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from clienteling.mailsink.store import MailStore
from consent.actions.decide import decide_for_person
from crm.models import Boutique, Brand, Client, Product
from crm.signals import purchases_recorded
from journeys.models import CapUse, Enrolment, Send
from tests.factories import (
    allow_contact,
    make_boutique,
    make_brand,
    make_category,
    make_known_client,
    make_product,
    make_purchase,
    set_stock,
)
from tests.faults.processes import MailSink, Worker, nudge

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
CLIENTS = 200
PATIENCE = 120.0


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[MailSink]:
    sink = MailSink(tmp_path / "mail", slowness=0.02)
    yield sink
    sink.kill()


@pytest.fixture
def start_worker(sink: MailSink, tmp_path: Path) -> Iterator[Callable[[], Worker]]:
    """Starts workers on the sink; whichever still runs at the end is killed."""
    started: list[Worker] = []

    def start() -> Worker:
        started.append(Worker(queue_of(sink), tmp_path / f"worker-{len(started)}.log", sink.port))
        return started[-1]

    yield start
    for worker in started:
        worker.kill()


@pytest.fixture
def clients() -> list[Client]:
    """Two hundred clients whose first wave is due, where it is about noon at this moment."""
    brand = make_brand("AURELLE", name="Aurelle", timezone=zone_where_it_is_noon())
    boutique = make_boutique(brand)
    tote = make_product(brand, "tote")
    make_category(brand, "bags").complements.add(make_category(brand, "small-leather"))
    set_stock(make_product(brand, "wallet", category="small-leather"), boutique, 5)
    clients = [make_first_time_buyer(number, brand, boutique, tote) for number in range(CLIENTS)]
    bought = timezone.now() - timedelta(days=21, minutes=5)
    purchases = [make_purchase(client, boutique, tote, at=bought) for client in clients]
    purchases_recorded.send(sender=None, purchase_ids=[purchase.pk for purchase in purchases])
    assert Enrolment.objects.count() == CLIENTS
    return clients


def make_first_time_buyer(number: int, brand: Brand, boutique: Boutique, tote: Product) -> Client:
    client = make_known_client(boutique, f"Camille {number}", email=f"camille{number}@mail.example")
    allow_contact(client, brand)
    decide_for_person(
        client, brand=brand, purpose="profiling", status="given", method="web_form", at=datetime(2025, 1, 1, tzinfo=UTC)
    )
    return client


def zone_where_it_is_noon() -> str:
    """``Etc/GMT-2`` is two hours ahead of UTC: the sign is that of POSIX."""
    hours = 12 - datetime.now(UTC).hour
    return f"Etc/GMT{-hours:+d}"


def queue_of(sink: MailSink) -> str:
    return f"faults-{sink.port}"


def work_until(sink: MailSink, is_done: Callable[[], bool], pause: float = 0.5) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_done():
        assert time.monotonic() < deadline, Counter(Send.objects.values_list("status", "reason"))
        nudge(queue_of(sink), "journeys.advance_due", "journeys.send_due", "journeys.send_due", "journeys.park_unknown")
        time.sleep(pause)


def sent() -> int:
    return Send.objects.filter(status="sent").count()


def is_settled() -> bool:
    moving = Send.objects.filter(status__in=["queued", "sending"])
    return Send.objects.count() == CLIENTS and not moving.exists()


def message_ids_in(sink: MailSink) -> Counter[str]:
    return Counter(mail.message_id for mail in MailStore(sink.folder).mails(limit=10 * CLIENTS))


def assert_none_lost_and_none_twice(sink: MailSink, most_unknown: int) -> None:
    arrived = message_ids_in(sink)
    sent = set(Send.objects.filter(status="sent").values_list("message_id", flat=True))
    unknown = set(Send.objects.filter(status="unknown").values_list("message_id", flat=True))
    assert len(sent) + len(unknown) == CLIENTS
    assert set(arrived.values()) == {1}
    assert sent - arrived.keys() == set()
    assert arrived.keys() - sent == arrived.keys() & unknown
    assert len(unknown) <= most_unknown
    # Whoever was written to, or may have been, holds exactly one place under the cap.
    assert CapUse.objects.filter(used=1).count() == CLIENTS


@pytest.mark.parametrize("seed", [1, 2])
def test_killed_workers_lose_nothing_and_send_nothing_twice(
    seed: int, clients: list[Client], sink: MailSink, start_worker: Callable[[], Worker]
) -> None:
    moments = random.Random(seed)
    kills = 0
    for _ in range(3):
        worker = start_worker()
        enough = sent() + moments.randint(1, CLIENTS // 4)
        work_until(sink, lambda enough=enough: is_settled() or sent() >= enough, pause=moments.uniform(0.01, 0.1))  # type: ignore[misc]
        kills += not is_settled()
        worker.kill()
    start_worker()
    work_until(sink, is_settled)

    assert kills == 3
    # Each kill takes two children, and each of them had at most one message in hand.
    assert_none_lost_and_none_twice(sink, most_unknown=2 * kills)


def test_two_workers_at_once_send_each_message_once(
    clients: list[Client], sink: MailSink, start_worker: Callable[[], Worker]
) -> None:
    start_worker()
    start_worker()

    work_until(sink, is_settled)

    assert_none_lost_and_none_twice(sink, most_unknown=0)
    assert sent() == CLIENTS
