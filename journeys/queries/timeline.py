"""What journeys add to a client's timeline: the messages that went, and those whose fate is not known."""

from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from crm.queries.timeline import Line, TimelineEntry, TimelineKind, register_timeline
from crm.queries.together import CLIENT
from crm.sharing import Reach
from journeys.models import Send

# Messages that belong to no journey, by template.
_SERVICE = {
    "consent-confirmation": "Is this address yours?",
    "identity-code": "A code to confirm who asks",
    "request-news": "News of a request under a right",
    "new-address": "Is the new address yours?",
}
_SHOWN = (Send.Status.SENT, Send.Status.UNKNOWN)


def register_journey_timeline() -> None:
    """Called when the app is ready."""
    register_timeline("message", MESSAGES)


def _messages(reach: Reach) -> QuerySet[Any]:
    """Messages of the houses that are read, by the moment they went."""
    went = Coalesce("sent_at", "handed_over_at", "created_at")
    return Send.objects.filter(reach.of_house(), client=CLIENT, status__in=_SHOWN).annotate(went_at=went)


def _tell(line: Line) -> TimelineEntry:
    found = line.detail
    text = _("Sent: %(journey)s") if found["status"] == Send.Status.SENT else _("Perhaps sent: %(journey)s")
    detail = {name: found[name] for name in ("send_id", "template", "status", "journey")}
    name = found["name"] or _SERVICE.get(found["template"], found["template"])
    return TimelineEntry(line.at, "message", line.channel, text % {"journey": name}, detail, name)


MESSAGES = TimelineKind(
    rows=_messages,
    moment="went_at",
    channel=F("channel"),
    detail=lambda reach: {
        "send_id": "pk",
        "template": "template",
        "status": "status",
        "journey": "enrolment__journey__code",
        "name": "enrolment__journey__name",
    },
    tell=_tell,
)
