"""What of journeys and messages ends when a person is erased."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from consent.registry.registered import table
from consent.rights.erasing.person import Person
from consent.rights.erasing.tables import clear_batch
from journeys.models import Enrolment, Send

ERASED = "erased"


def seal_journeys(person: Person, at: datetime) -> None:
    """Every run ends and what is queued is refused. Lock order: the client, held, then runs, then sends."""
    _end_runs(person, at)
    queued = Send.objects.select_for_update().filter(client__in=person.client_ids, status=Send.Status.QUEUED)
    ids = list(queued.order_by("pk").values_list("pk", flat=True))
    Send.objects.filter(pk__in=ids).update(status=Send.Status.REFUSED, reason=ERASED)


def erase_runs(person: Person) -> int:
    """A run that began in the same moment is ended first: what is live knows what it waits for."""
    _end_runs(person, timezone.now())
    declared = table("journeys.Enrolment")
    return clear_batch(declared, declared.rows_of(person.client_ids))


@transaction.atomic
def _end_runs(person: Person, at: datetime) -> None:
    live = Enrolment.objects.select_for_update().filter(client__in=person.client_ids, status=Enrolment.Status.LIVE)
    ids = list(live.order_by("pk").values_list("pk", flat=True))
    Enrolment.objects.filter(pk__in=ids).update(
        status=Enrolment.Status.ENDED, ended_reason=ERASED, ended_at=at, due_at=None, waiting_for="",
        lease_until=None, lease_token=None,
    )  # fmt: skip
