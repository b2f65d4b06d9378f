"""The list of stored events that something is still to be derived from: claimed by its rows, never from memory.

A claim moves ``due_at`` on and is committed; what was claimed is taken off in the transaction that derives it.
Whoever dies in between leaves a row that is due again a minute later. An event that fails again and again is put
aside in the end, so that it holds up no other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from crm.ingest.ecommerce.errors import EventUnusable
from crm.models import Interaction, PendingEvent, RejectedEvent

LEASE = timedelta(minutes=1)
MOST_ATTEMPTS = 8
WAITING = timedelta(days=30)

# Found by pending_event_by_due_time; two workers take different rows.
_CLAIM = """
    WITH due AS (
        SELECT id FROM crm_pendingevent
        WHERE is_order = %(is_order)s AND waits_for = '' AND due_at <= %(now)s
        ORDER BY due_at LIMIT %(most)s FOR UPDATE SKIP LOCKED
    )
    UPDATE crm_pendingevent p SET due_at = %(until)s, attempts = p.attempts + 1 FROM due WHERE p.id = due.id
    RETURNING p.id, p.interaction, p.received_at, p.attempts
"""

# One look at one_sale_per_order_of_a_brand for each that waits, however many orders there are.
_WAKE = """
    WITH came AS (
        SELECT w.id FROM crm_pendingevent w
        JOIN LATERAL (
            SELECT 1 FROM crm_purchase p
            WHERE p.brand_id = w.brand_id AND p.order_ref = w.waits_for AND p.kind = 'sale' AND p.order_ref <> ''
            LIMIT 1
        ) sale ON true
        WHERE w.waits_for <> ''
        ORDER BY w.id FOR UPDATE OF w SKIP LOCKED
    )
    UPDATE crm_pendingevent p SET waits_for = '', attempts = 0, due_at = %(now)s FROM came WHERE p.id = came.id
"""


@dataclass(frozen=True)
class Claimed:
    """One row of the list. ``attempts`` counts this one."""

    id: int
    interaction: Any
    received_at: datetime
    attempts: int


def claim(*, is_order: bool, most: int, now: datetime) -> list[Claimed]:
    """Rows that nobody else has, in the order of their arrival; the id tells those of one batch apart."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"is_order": is_order, "most": most, "now": now, "until": now + LEASE})
        claimed = [Claimed(*row) for row in cursor.fetchall()]
    return sorted(claimed, key=lambda each: (each.received_at, each.interaction))


def take_off(claimed: Sequence[Claimed]) -> set[int]:
    """Take these off the list, in the caller's transaction. The ids of those that were still there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM crm_pendingevent WHERE id IN (SELECT id FROM crm_pendingevent WHERE id = ANY(%s)"
            " ORDER BY id FOR UPDATE) RETURNING id",
            [[each.id for each in claimed]],
        )
        return {row[0] for row in cursor.fetchall()}


def events_of(claimed: Sequence[Claimed]) -> dict[Any, Interaction]:
    """The interactions by their id. The moments of arrival keep the look-up to the months in question."""
    found = Interaction.objects.select_related("source__brand", "client__canonical").filter(
        id__in=[each.interaction for each in claimed],
        received_at__gte=min(each.received_at for each in claimed),
        received_at__lte=max(each.received_at for each in claimed),
    )
    return {event.id: event for event in found}


def wait_for_order(event: Interaction, order_ref: str) -> None:
    """Back on the list, until there is an order of this number."""
    PendingEvent.objects.create(
        interaction=event.id, received_at=event.received_at, is_order=True, due_at=event.received_at,
        brand=event.source.brand, waits_for=order_ref,
    )  # fmt: skip


def wake_whose_order_came(now: datetime) -> int:
    """Make due what waits for an order that is known by now; how many.

    Whoever records an order wakes its refunds (crm.actions.orders). An import writes without that action.
    """
    with connection.cursor() as cursor:
        cursor.execute(_WAKE, {"now": now})
        return cursor.rowcount


def give_up_waiting(now: datetime) -> int:
    """Put aside what has waited for a month; how many."""
    waiting = PendingEvent.objects.exclude(waits_for="").filter(received_at__lt=now - WAITING)
    old = [Claimed(*row) for row in waiting.values_list("id", "interaction", "received_at", "attempts")[:1_000]]
    events = events_of(old) if old else {}
    gone = EventUnusable("order_never_came", "order_id", "No order of this number came within a month.")
    put_aside([(event, gone) for event in events.values()], now)
    return len(take_off(old))


def put_aside(unusable: Sequence[tuple[Interaction, EventUnusable]], now: datetime) -> None:
    """Keep why nothing could be made of these events. One that is put aside again keeps its first reason."""
    RejectedEvent.objects.bulk_create(
        [
            RejectedEvent(
                source_id=event.source_id, message_id=event.message_id, name=event.name, code=error.code,
                detail=error.sentence, timestamp=event.timestamp, rejected_at=now,
            )
            for event, error in unusable
        ],
        ignore_conflicts=True,
    )  # fmt: skip
