"""What of journeys ends by the clock, and which answers count as being in touch."""

from django.db.models import Q

from consent.registry.retention import Retention
from consent.retention.aged import Aged, executors_of
from consent.retention.contacts import Contact
from consent.retention.executors import Executor

# A click is a deed; that a mail was opened is its program's.
CONTACTS = (Contact("journeys.DeliveryEvent", client="send__client", moment="at", where=Q(kind="clicked")),)

AGED = (
    Aged("journeys.DeliveryEvent", "at", Retention.BEHAVIOUR, client="send__client"),
    # What was written goes; that something was written, and by what right, stays.
    Aged("journeys.Send", "created_at", Retention.MESSAGE, empties=("payload",)),
    Aged("journeys.Enrolment", "ended_at", Retention.MESSAGE, where=Q(status="ended"), empties=("context",)),
)


def executors_of_journeys() -> list[Executor]:
    return executors_of(AGED)
