"""Turn stored events into purchases, carts and wish lists: what a worker does when it is told to look."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from crm.ingest.ecommerce.errors import EventUnusable
from crm.ingest.ecommerce.lists import derive_lists
from crm.ingest.ecommerce.orders import derive_order, live_client
from crm.ingest.ecommerce.parsing import EcommerceEvent, ListEvent, OrderEvent, parse_event, said_properties
from crm.ingest.ecommerce.pending import (
    MOST_ATTEMPTS,
    Claimed,
    claim,
    events_of,
    give_up_waiting,
    put_aside,
    take_off,
    wake_whose_order_came,
)
from crm.models import Client, Interaction

ORDERS_AT_ONCE, LISTS_AT_ONCE = 50, 1_000


@dataclass
class Derived:
    """How many events were looked at."""

    orders: int = 0
    lists: int = 0


def derive_pending(*, seconds: float) -> Derived:
    """Work off what is due for so long at most. Any number of workers may, at once."""
    deadline, done = time.monotonic() + seconds, Derived()
    while time.monotonic() < deadline:
        orders, lists = derive_due_orders(), derive_due_lists()
        done.orders, done.lists = done.orders + orders, done.lists + lists
        if not orders and not lists:
            break
    return done


def derive_due_orders() -> int:
    """One claim of them, each in a transaction of its own; how many."""
    claimed = claim(is_order=True, most=ORDERS_AT_ONCE, now=timezone.now())
    for each in claimed:
        _derive([each], _order, timezone.now())
    return len(claimed)


def derive_due_lists() -> int:
    """One claim of events of carts and wish lists, together; how many."""
    claimed = claim(is_order=False, most=LISTS_AT_ONCE, now=timezone.now())
    for group in _groups(claimed):
        _derive(group, _lists, timezone.now())
    return len(claimed)


def look_after_waiting() -> tuple[int, int]:
    """Refunds whose order an import brought are due; those whose order never came are put aside. How many of each."""
    return wake_whose_order_came(timezone.now()), give_up_waiting(timezone.now())


def _groups(claimed: list[Claimed]) -> list[list[Claimed]]:
    """Together what is tried for the first time; alone what failed before, so that one event fails for itself."""
    first = [each for each in claimed if each.attempts == 1]
    return [first, *([each] for each in claimed if each.attempts > 1)] if first else [[each] for each in claimed]


Derive = Callable[[Sequence[tuple[Interaction, EcommerceEvent]], datetime], None]


@transaction.atomic
def _derive(claimed: Sequence[Claimed], derive: Derive, now: datetime) -> None:
    """Take them off the list and do what they ask, in one transaction.

    An interaction that is not there is of a month that was detached: there is nothing left to derive.
    """
    here = take_off(claimed)
    mine = [each for each in claimed if each.id in here]
    found = events_of(mine) if mine else {}
    events = [(each, found[each.interaction]) for each in mine if each.interaction in found]
    worn = [event for each, event in events if each.attempts > MOST_ATTEMPTS]
    failed = EventUnusable("derivation_failed", "event", "It failed again and again; the log says how.")
    unusable = [(event, failed) for event in worn]
    usable = []
    for event in (event for _, event in events if event not in worn):
        try:
            usable.append((event, _parsed(event)))
        except EventUnusable as error:
            unusable.append((event, error))
    put_aside(unusable, now)
    derive(usable, now)


def _parsed(event: Interaction) -> EcommerceEvent:
    properties = said_properties(event.properties)
    return parse_event(event.name, properties, currency=event.source.brand.currency)


def _order(events: Sequence[tuple[Interaction, EcommerceEvent]], now: datetime) -> None:
    for event, order in events:
        assert isinstance(order, OrderEvent)
        try:
            with transaction.atomic():
                derive_order(event, order)
        except EventUnusable as error:
            put_aside([(event, error)], now)


def _lists(events: Sequence[tuple[Interaction, EcommerceEvent]], now: datetime) -> None:
    known: list[tuple[Interaction, ListEvent, Client]] = []
    for event, said in events:
        assert isinstance(said, ListEvent)
        # A visitor's cart is nobody's: the database puts the event on the list again when the visitor is known.
        if (client := live_client(event)) is not None:
            known.append((event, said, client))
    derive_lists(known, now=now)
