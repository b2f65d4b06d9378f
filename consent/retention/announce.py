"""Find, weeks ahead, those whose silence will have lasted long enough on the first of a month."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock

from django.apps import apps
from django.db import transaction
from django.db.models import Max, Q

from consent.models import RetentionBatch, RetentionCandidate
from consent.registry.retention import Retention
from consent.retention.buyers import buyer_lengths, silent_buyers
from consent.retention.contacts import prospects_silent_since
from consent.retention.lengths import cutoff

NOTICE = timedelta(days=30)
# Clients asked in one transaction, by range of ids.
WINDOW = 20_000
Kind = RetentionBatch.Kind


def next_day(at: datetime) -> date:
    """The first of a month that is at least thirty days ahead."""
    earliest = (at + NOTICE).date()
    if earliest.day == 1:
        return earliest
    years, month = divmod(earliest.month, 12)
    return date(earliest.year + years, month + 1, 1)


def announce_next(*, at: datetime, seconds: float, kind: str = Kind.PROSPECTS) -> RetentionBatch:
    """Make the next batch, or go on with it, for about so long. Safe twice at once: a range is asked by one worker.

    Announced is what is complete; from then on nobody is added, and whoever is in touch is spared on the day.
    """
    day = next_day(at)
    batch, _ = RetentionBatch.objects.get_or_create(
        happens_on=day, kind=kind, defaults={"cutoff": _CUTOFFS[kind](midnight_of(day))}
    )
    until = time.monotonic() + seconds
    while batch.announced_at is None and time.monotonic() < until and _look_on(batch.pk, at):
        batch.refresh_from_db()
    batch.refresh_from_db()
    return batch


def midnight_of(day: date) -> datetime:
    return datetime.combine(day, clock.min, UTC)


def silent_of(batch: RetentionBatch, within: Q) -> list[int]:
    """Ids of those clients, a part of all, who will have been silent long enough on the day, as it looks now."""
    if batch.kind == Kind.BUYERS:
        return silent_buyers(within, at=midnight_of(batch.happens_on))
    return list(prospects_silent_since(batch.cutoff).filter(within).order_by("pk").values_list("pk", flat=True))


def _cutoff_of_buyers(at: datetime) -> datetime:
    return at - timedelta(days=buyer_lengths().shortest)


_CUTOFFS: dict[str, Callable[[datetime], datetime]] = {
    Kind.PROSPECTS: lambda at: cutoff(Retention.RELATIONSHIP, at),
    Kind.BUYERS: _cutoff_of_buyers,
}


@transaction.atomic
def _look_on(batch_id: int, at: datetime) -> bool:
    """One more range of clients; False while another worker has the batch, and when it is complete."""
    unfinished = RetentionBatch.objects.select_for_update(skip_locked=True).filter(pk=batch_id, announced_at=None)
    batch = unfinished.first()
    if batch is None:
        return False
    last = apps.get_model("crm.Client")._default_manager.aggregate(last=Max("pk"))["last"] or 0
    if batch.looked_to >= last:
        batch.announced_at = at
        batch.save(update_fields=["announced_at"])
        return False
    end = batch.looked_to + WINDOW
    window = Q(pk__gt=batch.looked_to, pk__lte=end, erased_at=None)
    RetentionCandidate.objects.bulk_create(
        RetentionCandidate(batch=batch, client_id=pk) for pk in silent_of(batch, window)
    )
    batch.looked_to = end
    batch.save(update_fields=["looked_to"])
    return True
