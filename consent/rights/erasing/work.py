"""Carry an erasure out: claimed by a lease, a batch at a time, begun again by whoever finds its worker dead.

A pass goes through every table and place. What somebody was writing when the erasure began (an import's chunk, an
event on its way) may be kept a moment after its table was passed; so a second pass is made once the longest of such
transactions is over. What names the person is noted until then, and forgotten with the end.
"""

import logging
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from consent.models import Erasure, JournalEntry
from consent.rights.erasing.contributions import StillWaiting, steps
from consent.rights.erasing.errors import ErasureLeaseLostError
from consent.rights.erasing.person import Person, Traces
from consent.rights.erasing.tables import erase_batch, tables_in_order

logger = logging.getLogger(__name__)
# Longer than a batch may take.
LEASE = timedelta(minutes=5)
# Longer than any transaction that may write of a client without asking who lives: a chunk of an import.
WATCH = timedelta(minutes=10)
# How soon it is asked again whether what an erasure waits for has come.
AGAIN = timedelta(minutes=1)

Batch = Callable[[], int]


def work_on_due_erasure(*, now: datetime | None = None) -> Erasure | None:
    """One pass of the erasure that waits longest; None when none is due."""
    erasure = claim_due_erasure(now or timezone.now())
    if erasure is not None:
        carry_out(erasure, now=now)
    return erasure


@transaction.atomic
def claim_due_erasure(now: datetime) -> Erasure | None:
    """The one that waits longest, whose lease nobody has; what another worker is just claiming is passed by."""
    due = Erasure.objects.filter(due_at__lte=now).exclude(state=Erasure.State.FINISHED)
    free = due.filter(Q(lease_until=None) | Q(lease_until__lte=now)).order_by("due_at", "pk")
    erasure = free.select_for_update(skip_locked=True, of=("self",)).first()
    if erasure is not None:
        erasure.lease_until, erasure.lease_token = now + LEASE, uuid.uuid4()
        erasure.save(update_fields=["lease_until", "lease_token"])
    return erasure


def carry_out(erasure: Erasure, *, now: datetime | None = None) -> None:
    """A whole pass. Raises ErasureLeaseLostError when another worker has taken it meanwhile."""
    person, waits_for, gone = person_of(erasure), "", 0
    for name, batch in _plan(person):
        try:
            gone += _exhaust(erasure, name, batch)
        except StillWaiting as waiting:
            waits_for = waiting.why
    _settle(erasure, waits_for or _unwritten(erasure), gone, now or timezone.now())


def person_of(erasure: Erasure) -> Person:
    return Person(tuple(erasure.client_ids), Traces.from_json(erasure.traces))


def _plan(person: Person) -> Iterator[tuple[str, Batch]]:
    """Tables first: the places outside are looked through when nothing can be copied there any more."""
    for table in tables_in_order():
        yield table.model, lambda table=table: erase_batch(table, person)  # type: ignore[misc]
    for name, step in steps().items():
        yield name, lambda step=step: step(person)  # type: ignore[misc]


def _exhaust(erasure: Erasure, name: str, batch: Batch) -> int:
    gone = 0
    while done := batch():
        gone += done
        erasure.counts[name] = erasure.counts.get(name, 0) + done
        _keep(erasure, counts=erasure.counts, lease_until=timezone.now() + LEASE)
    return gone


def _settle(erasure: Erasure, waits_for: str, gone: int, now: datetime) -> None:
    """Finished once a pass after the watch found nothing, and nothing is waited for."""
    watched = erasure.erased_at + WATCH
    free = {"lease_until": None, "lease_token": None}
    if now >= watched and not waits_for and not gone:
        _keep(erasure, state=Erasure.State.FINISHED, finished_at=now, traces={}, waits_for="", **free)
        logger.info("Erasure %d is finished", erasure.pk)
        return
    due_at = now + AGAIN if now >= watched else watched
    _keep(erasure, state=Erasure.State.WATCHING, waits_for=waits_for, due_at=due_at, **free)


def _unwritten(erasure: Erasure) -> str:
    """An erasure that a restored backup would not know of is not finished."""
    entries = JournalEntry.objects.filter(kind=JournalEntry.Kind.ERASURE, row=erasure.pk)
    return "the journal on the disk" if entries.exists() else ""


def _keep(erasure: Erasure, **values: object) -> None:
    mine = Erasure.objects.filter(pk=erasure.pk, lease_token=erasure.lease_token)
    if not mine.update(**values):
        raise ErasureLeaseLostError
    for name, value in values.items():
        setattr(erasure, name, value)
