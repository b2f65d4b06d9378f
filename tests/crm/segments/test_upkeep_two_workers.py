"""Two workers keep the segments while everything changes at once: in the end nobody stands in the wrong one."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.db import connection

from consent.actions.decide import record_decision
from crm.actions.merge import merge_clients, unmerge_clients
from crm.actions.segment_upkeep import recompute_segment, refresh_changed_clients, sweep_windows
from crm.actions.segment_versions import make_segment, publish_segment
from crm.actions.segments import enter_segment, leave_segment
from crm.models import ChangedClient, Client, MergeLog, Purchase, Segment, SegmentMember
from crm.queries.segment_definitions import segments_to_recompute
from crm.queries.segment_sizes import sizes_of
from tests.crm.segments.house import (
    House,
    care_for,
    everybody_asked,
    members_of,
    open_house,
    put_into_cart,
    rate,
    wish_for,
)
from tests.factories import make_interaction, make_purchase

pytestmark = pytest.mark.django_db(transaction=True)
STEPS = 60
DEFINITIONS = {
    "buyers": {"op": "and", "rules": [
        {"kind": "purchases", "measure": "total", "comparison": "at_least", "number": 50, "currency": "EUR",
         "days": 30},
    ]},
    "lookers": {"op": "or", "rules": [
        {"kind": "behaviour", "event": "Product Viewed", "comparison": "at_least", "number": 2, "days": 10},
        {"kind": "wish", "comparison": "at_least", "number": 1},
        {"kind": "cart", "comparison": "at_least", "number": 1},
    ]},
    "calm": {"op": "not", "rules": [{"kind": "segment", "code": "buyers"}, {"kind": "segment", "code": "lookers"}]},
    "reachable": {"op": "and", "rules": [
        {"kind": "consent", "purpose": "marketing", "channel": "email", "state": "given"},
        {"kind": "attribute", "field": "country", "test": "one_of", "values": ["FR"]},
        {"op": "or", "rules": [{"kind": "segment", "code": "hand"}, {"kind": "loyalty", "values": ["Gold"]}]},
    ]},
}  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_two_workers_and_a_busy_house_agree_in_the_end(seed: int) -> None:
    house, rng = open_house(), Random(seed)
    hand = make_segment(house.brand, code="hand", name="By hand", kind="static")
    segments = [_published(house, code) for code in DEFINITIONS]
    is_over, errors = threading.Event(), list[BaseException]()
    workers = [threading.Thread(target=_work, args=(is_over, errors)) for _ in range(2)]
    for worker in workers:
        worker.start()

    for _ in range(STEPS):
        rng.choice(_changes(house, hand, segments, rng))()
    is_over.set()
    for worker in workers:
        worker.join()
    _settle()

    assert errors == []
    assert {each.pk: members_of(each) for each in segments} == everybody_asked(datetime.now(UTC))
    live = SegmentMember.objects.filter(client__canonical=None)
    every = [*segments, hand]
    assert sizes_of(every) == {each.pk: live.filter(segment=each).count() for each in every}


def _published(house: House, code: str) -> Segment:
    segment = make_segment(house.brand, code=code, name=code, kind="computed")
    publish_segment(segment, DEFINITIONS[code], actor=None)
    return segment


def _work(is_over: threading.Event, errors: list[BaseException]) -> None:
    """What beat asks of a worker, three clients at a time, so that much of it overlaps."""
    try:
        while not is_over.is_set():
            sweep_windows(datetime.now(UTC))
            for segment_id in segments_to_recompute():
                recompute_segment(segment_id)
            refresh_changed_clients(limit=3)
    except BaseException as error:  # noqa: BLE001  # told to the test, which fails by it
        errors.append(error)
    finally:
        connection.close()


def _settle() -> None:
    while segments_to_recompute() or ChangedClient.objects.exists():
        for segment_id in segments_to_recompute():
            recompute_segment(segment_id)
        refresh_changed_clients()


def _changes(house: House, hand: Segment, segments: list[Segment], rng: Random) -> list[Callable[[], object]]:
    who, to, at = rng.randrange(3), rng.randrange(3), datetime.now(UTC) - timedelta(days=rng.choice([0, 1, 9, 29, 40]))
    client, number = house.clients[who], rng.randrange(11)
    choose = rng.choice([enter_segment, leave_segment])
    return [
        lambda: make_purchase(client, house.boutique, house.products[0], at=at, price=str(number * 10)),
        lambda: Purchase.objects.filter(client=client).update(client=house.clients[to]),
        lambda: make_interaction(house.source, at=at, client=client),
        lambda: Client.objects.filter(pk=client.pk).update(country=rng.choice(["FR", "IT", ""])),
        lambda: _merge(house, who, to),
        _unmerge,
        lambda: wish_for(house, who, 0, at=at, is_removed=number < 5),
        lambda: put_into_cart(house, who, at=at, quantity=number % 3),
        lambda: care_for(house, who, number, at=at, is_closed=number < 5),
        lambda: rate(house, who, number, at=at),
        lambda: _decide(house, client, number, at),
        lambda: choose(hand, client, reason="by hand", at=at),
        lambda: publish_segment(segments[0], DEFINITIONS["buyers" if number < 5 else "reachable"], actor=None),
    ]


def _merge(house: House, who: int, to: int) -> None:
    keep, duplicate = (Client.objects.get(pk=house.clients[each].pk) for each in (to, who))
    if who != to and keep.canonical_id is None and duplicate.canonical_id is None:
        merge_clients(keep, duplicate, actor=None, reason="test")


def _unmerge() -> None:
    if log := MergeLog.objects.filter(undone_at=None).order_by("-pk").first():
        unmerge_clients(log, actor=None)


def _decide(house: House, client: Client, number: int, at: datetime) -> None:
    record_decision(
        client, brand=house.brand, purpose="marketing", channel="email", contact="a@mail.example",
        status="given" if number < 7 else "withdrawn", method="web_form", at=at,
    )  # fmt: skip
