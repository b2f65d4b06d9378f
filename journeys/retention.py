"""What of journeys ends by the clock, and which answers count as being in touch."""

from datetime import datetime

from django.db.models import Q, QuerySet

from consent.registry.retention import Retention
from consent.retention.aged import COUNTED_AHEAD, Aged, executors_of
from consent.retention.contacts import Contact
from consent.retention.executors import CHUNK, Chunk, Executor
from journeys.models import CapRule, CapUse

# A click is a deed; that a mail was opened is its program's.
CONTACTS = (Contact("journeys.DeliveryEvent", client="send__client", moment="at", where=Q(kind="clicked")),)

AGED = (
    Aged("journeys.DeliveryEvent", "at", Retention.BEHAVIOUR, client="send__client"),
    # What was written goes; that something was written, and by what right, stays.
    Aged("journeys.Send", "created_at", Retention.MESSAGE, empties=("payload",)),
    Aged("journeys.Enrolment", "ended_at", Retention.MESSAGE, where=Q(status="ended"), empties=("context",)),
)


def _past_windows(cutoff: datetime) -> QuerySet[CapUse]:
    """A cap counts windows of so many days from the epoch on."""
    past = Q(pk__in=[])
    for rule in CapRule.objects.all():
        past |= Q(rule=rule, window__lt=int(cutoff.timestamp() // 86_400) // rule.days)
    return CapUse.objects.filter(past)


def _expire_uses(cutoff: datetime, position: int) -> Chunk:
    ids = list(_past_windows(cutoff).values_list("pk", flat=True)[:CHUNK])
    CapUse.objects.filter(pk__in=ids).delete()
    return Chunk(len(ids), position, is_done=len(ids) < CHUNK)


def _uses_ahead(cutoff: datetime) -> int:
    return _past_windows(cutoff)[:COUNTED_AHEAD].count()


USES = Executor("journeys.CapUse", Retention.MESSAGE, _expire_uses, _uses_ahead)


def executors_of_journeys() -> list[Executor]:
    return [*executors_of(AGED), USES]
