"""Calls that arrive at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from random import Random
from threading import Barrier

import pytest
from django.db import connection

from crm.actions.block import block_value
from crm.identity.resolve import IdentifierClaim, resolve_client
from crm.models import BlockedIdentifier, Client, Identifier

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls: Callable[[], Client | None]) -> list[Client | None]:
    """Run the calls in as many threads, begun together."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Client | None]) -> Client | None:
        try:
            barrier.wait(10)
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def resolving(now: datetime, *pairs: tuple[str, str]) -> Callable[[], Client | None]:
    claims = [IdentifierClaim(*pair) for pair in pairs]
    return lambda: resolve_client(claims, source="test", asserted_at=now)


def test_two_calls_with_the_same_new_address_make_one_client(now: datetime) -> None:
    for round_number in range(5):
        pair = ("email", f"new{round_number}@mail.example")

        first, second = at_once(resolving(now, pair), resolving(now, pair))

        assert first == second
        assert Client.objects.count() == round_number + 1


def test_crossed_claims_neither_fuse_nor_deadlock(now: datetime) -> None:
    mail, phone = ("email", "a@mail.example"), ("phone", "+33639980001")

    results = at_once(*(resolving(now, *pairs) for pairs in [(mail, phone), (phone, mail)] * 3))

    assert len(set(results)) == 1
    assert Client.objects.count() == 1
    assert Identifier.objects.filter(retracted_at=None).count() == 2


def test_a_storm_on_the_same_few_identifiers_neither_deadlocks_nor_fuses(now: datetime) -> None:
    """Two machines of two workers each; whoever came in between blocks and merges what the others claim."""
    pairs = [("loyalty", "L1"), ("loyalty", "L2"), ("email", "a@mail.example"), ("email", "b@mail.example"),
             ("phone", "+33639980001"), ("anonymous", "device-1")]  # fmt: skip

    def storm(seed: int) -> Client | None:
        rng = Random(seed)
        for _ in range(25):
            client = resolving(now, *rng.sample(pairs, 3))()
            if rng.random() < 0.1:
                block_value("K1", namespace="card", why="misused", actor=None, at=now)
        return client

    at_once(*(partial(storm, seed) for seed in range(4)))

    held = Identifier.objects.filter(retracted_at=None)
    assert held.count() == len(pairs)
    assert held.filter(namespace="loyalty").values("client").distinct().count() == 2


def test_a_device_found_shared_while_it_is_blocked_by_hand_is_blocked_once(now: datetime) -> None:
    device = ("anonymous", "kiosk-1")
    for number in range(5):
        resolving(now, ("email", f"p{number}@mail.example"), device)()

    def by_hand() -> None:
        block_value("kiosk-1", namespace="anonymous", why="own_device", actor=None, at=now)

    at_once(resolving(now, ("email", "sixth@mail.example"), device), by_hand)  # type: ignore[arg-type]

    assert BlockedIdentifier.objects.count() == 1
    assert not Identifier.objects.filter(namespace="anonymous", retracted_at=None).exists()


def test_addresses_added_at_once_by_different_ways_stay_within_the_maximum(now: datetime) -> None:
    ways = [("loyalty", "L1"), ("line", "line-1"), ("card", "card-1"), ("phone", "+33639980001")]
    camille = resolving(now, *ways, *(("email", f"old{number}@mail.example") for number in range(4)))()

    at_once(*(resolving(now, way, ("email", f"new{number}@mail.example")) for number, way in enumerate(ways)))

    addresses = Identifier.objects.filter(namespace="email", retracted_at=None)
    assert addresses.count() == 5
    assert set(addresses.values_list("client", flat=True)) == {camille.pk if camille else None}


def test_two_loyalty_numbers_claimed_at_once_for_one_address_give_two_clients(now: datetime) -> None:
    mail = ("email", "home@mail.example")

    at_once(resolving(now, ("loyalty", "L1"), mail), resolving(now, ("loyalty", "L2"), mail))

    numbers = Identifier.objects.filter(namespace="loyalty", retracted_at=None)
    assert sorted(numbers.values_list("value", flat=True)) == ["L1", "L2"]
    assert numbers.values("client").distinct().count() == 2
    assert Identifier.objects.filter(namespace="email", retracted_at=None).count() == 1
