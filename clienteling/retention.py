"""What of the boutique and of the installed libraries ends by the clock, and what counts as being in touch."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.utils import timezone

from consent.registry.retention import Retention
from consent.retention.aged import Aged, executors_of
from consent.retention.contacts import Contact
from consent.retention.executors import CHUNK, Chunk, Executor
from consent.retention.of_the_erased import OfTheErased

CONTACTS = (
    Contact("clienteling.Visit", moment="arrived_at"),
    Contact("clienteling.Note", moment="created_at"),
    Contact("clienteling.Repair", moment="opened_at"),
    Contact("clienteling.SurveyAnswer", moment="answered_at"),
)

AGED = (
    Aged("clienteling.CheckInCode", "expires_at", Retention.SHORT),
    Aged("clienteling.SuggestionAnswer", "until", Retention.SHORT),
    Aged("axes.AccessAttempt", "attempt_time", Retention.SHORT, client=""),
    Aged("axes.AccessLog", "attempt_time", Retention.SECURITY, client=""),
    Aged("axes.AccessFailureLog", "attempt_time", Retention.SECURITY, client=""),
    Aged("account.EmailConfirmation", "created", Retention.SHORT, client=""),
    Aged("usersessions.UserSession", "last_seen_at", Retention.SHORT, client=""),
    Aged("admin.LogEntry", "action_time", Retention.SECURITY, client=""),
)


def _expire_sessions(cutoff: datetime, position: int) -> Chunk:
    """A session has its own end, and nothing of it is used afterwards: the cutoff is later than that."""
    ended = Session.objects.filter(expire_date__lt=timezone.now()).values_list("pk", flat=True)[:CHUNK]
    rows, _ = Session.objects.filter(pk__in=list(ended)).delete()
    return Chunk(rows, position, is_done=rows < CHUNK)


def _ended_sessions(cutoff: datetime) -> int:
    return Session.objects.filter(expire_date__lt=timezone.now()).count()


# Its steps go with it.
REPAIRS = OfTheErased("clienteling.Repair", "opened_at", Retention.INVOICE)
SESSIONS = Executor("sessions.Session", Retention.SHORT, _expire_sessions, _ended_sessions)


def executors_of_the_boutique() -> list[Executor]:
    return [*executors_of(AGED), SESSIONS, REPAIRS.executor()]
