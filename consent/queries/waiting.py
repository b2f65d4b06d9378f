"""Questions to a client that wait for an answer: what was asked already, and need not be asked again."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q

from consent.models import Decision
from consent.queries.proof import QUESTION_CHANNELS
from consent.subjects import Subject

if TYPE_CHECKING:
    from crm.models import Brand

# As long as the message itself may wait to be sent, and a night more to be read.
LINK_LIFE = timedelta(hours=48)


def questions_waiting(client: Subject, *, brand: "Brand") -> dict[tuple[str, str], Decision]:
    """(purpose, channel) to the newest question of this house on which nothing was said since. One statement."""
    theirs = Q(client=client.pk) | Q(client__canonical=client.pk)
    since = Decision.objects.filter(
        theirs, brand=brand, purpose=OuterRef("purpose"), channel=OuterRef("channel"), pk__gt=OuterRef("pk")
    )
    questions = Decision.objects.filter(theirs, brand=brand, status=Decision.Status.PENDING, confirmed_by=None)
    waiting = questions.exclude(Exists(since.exclude(status=Decision.Status.PENDING)))
    return {(each.code, each.channel): each for each in waiting.annotate(code=F("purpose__code")).order_by("pk")}


def has_link(question: Decision, *, at: datetime) -> bool:
    """Whether the link that was sent with it still answers it; what was asked on the tablet was sent nowhere."""
    is_sent = question.channel in QUESTION_CHANNELS and question.method != Decision.Method.BOUTIQUE_TABLET
    return is_sent and at - question.captured_at < LINK_LIFE
