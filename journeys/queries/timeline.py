"""What journeys add to a client's timeline: the messages that went, and those whose fate is not known."""

from datetime import datetime

from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from crm.models import Client
from crm.queries.timeline import TimelineEntry, register_timeline
from journeys.models import Send

# Messages that belong to no journey, by template.
_SERVICE = {"consent-confirmation": "Is this address yours?"}
_SHOWN = (Send.Status.SENT, Send.Status.UNKNOWN)


def register_journey_timeline() -> None:
    """Called when the app is ready."""
    register_timeline("message", message_entries)


def message_entries(client: Client, before: datetime | None, limit: int) -> list[TimelineEntry]:
    """Messages sent, by the moment they went. One statement."""
    rows = (
        Send.objects.filter(client=client, status__in=_SHOWN)
        .annotate(at=Coalesce("sent_at", "handed_over_at", "created_at"))
        .select_related("enrolment__journey")
    )
    older = rows.filter(at__lt=before) if before else rows
    return [_of_send(row, row.at) for row in older.order_by("-at", "-pk")[:limit]]


def _of_send(send: Send, at: datetime) -> TimelineEntry:
    journey = send.enrolment.journey if send.enrolment else None
    name = journey.name if journey else _SERVICE.get(send.template, send.template)
    text = _("Sent: %(journey)s") if send.status == Send.Status.SENT else _("Perhaps sent: %(journey)s")
    code = journey.code if journey else ""
    detail = {"send_id": send.pk, "template": send.template, "status": send.status, "journey": code}
    return TimelineEntry(at, "message", send.channel, text % {"journey": name}, detail, name)
