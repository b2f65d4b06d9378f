"""What the boutique adds to a client's timeline: visits, conversations, repairs and answers.

Notes stay out of it: they belong to a boutique or to their author, and a timeline is read by whoever may see the
client.
"""

from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat

from clienteling.models import Contact, Repair, RepairStep, SurveyAnswer, Visit
from clienteling.queries.words import channel_name
from crm.queries.timeline import NO_CHANNEL, Line, TimelineEntry, TimelineKind, register_timeline
from crm.queries.together import CLIENT
from crm.sharing import Reach


def register_boutique_timelines() -> None:
    """Called when the app is ready."""
    register_timeline("visit", VISITS)
    register_timeline("contact", CONTACTS)
    register_timeline("repair", REPAIRS)
    register_timeline("answer", ANSWERS)


# Visits to a sister house are seen as visits to the house.
def _visits(reach: Reach) -> QuerySet[Any]:
    return Visit.objects.filter(client=CLIENT)


def _tell_visit(line: Line) -> TimelineEntry:
    found = line.detail
    detail = {"visit_id": found["id"], "left_at": found["left_at"]}
    source = Visit.Method(found["method"]).label
    return TimelineEntry(line.at, "visit", "boutique", f"Came to {found['place'] or found['house']}", detail, source)


VISITS = TimelineKind(
    rows=_visits,
    moment="arrived_at",
    channel=Value("boutique"),
    detail=lambda reach: {
        "id": "pk",
        "left_at": "left_at",
        "method": "method",
        "house": "boutique__brand__name",
        "place": reach.if_ours("boutique__name", "boutique__brand"),
    },
    tell=_tell_visit,
)


# What was said stays in the boutique that wrote it; that one spoke, and with whom, is the house's; else the day.
def _contacts(reach: Reach) -> QuerySet[Any]:
    return Contact.objects.filter(client=CLIENT)


def _tell_contact(line: Line) -> TimelineEntry:
    found = line.detail
    whom = f"with {found['advisor'].strip() or found['email']}" if found["advisor"] is not None else ""
    house = f"with {found['house']}" if found["house"] and not whom else ""
    text = ", ".join(part for part in (channel_name(line.channel), whom or house) if part)
    said = f"{text}: {found['text']}" if found["text"] else text
    return TimelineEntry(
        line.at, "contact", line.channel, said, {"contact_id": found["id"]}, (found["advisor"] or found["house"] or "")
    )


def _of_contact(reach: Reach) -> dict[str, Any]:
    own = "boutique__brand"
    return {
        "id": "pk",
        "house": "boutique__brand__name",
        "advisor": reach.if_ours(Concat("advisor__first_name", Value(" "), "advisor__last_name"), own),
        "email": reach.if_ours("advisor__email", own),
        "text": reach.if_of_boutique("text", author="advisor"),
    }


CONTACTS = TimelineKind(rows=_contacts, moment="at", channel=F("channel"), detail=_of_contact, tell=_tell_contact)


# A repair is its house's, and so is each of its steps.
def _steps(reach: Reach) -> QuerySet[Any]:
    return RepairStep.objects.filter(reach.of_house("repair__brand"), repair__client=CLIENT)


def _tell_step(line: Line) -> TimelineEntry:
    found = line.detail
    words = Repair.Status(found["status"]).label.lower()
    detail = {"number": found["number"], "status": found["status"], "reason": found["note"]}
    return TimelineEntry(line.at, "repair", "boutique", f"Repair {found['number']}: {words}", detail, found["source"])


REPAIRS = TimelineKind(
    rows=_steps,
    moment="at",
    channel=Value("boutique"),
    detail=lambda reach: {
        "number": "repair__number",
        "status": "status",
        "note": "note",
        "source": "repair__source",
    },
    tell=_tell_step,
)


# What a client thinks of a house is that house's.
def _answers(reach: Reach) -> QuerySet[Any]:
    return SurveyAnswer.objects.filter(reach.of_house(), client=CLIENT)


def _tell_answer(line: Line) -> TimelineEntry:
    found = line.detail
    kind = SurveyAnswer.Kind(found["kind"])
    text = f"{kind.label}: {found['score']} of {SurveyAnswer.HIGHEST[kind]}"
    about = f", after the {found['moment']}" if found["moment"] else ""
    return TimelineEntry(line.at, "answer", "", text + about, {"reason": found["comment"]}, found["source"])


ANSWERS = TimelineKind(
    rows=_answers,
    moment="answered_at",
    channel=NO_CHANNEL,
    detail=lambda reach: {
        "kind": "kind",
        "score": "score",
        "moment": "moment",
        "comment": "comment",
        "source": "source",
    },
    tell=_tell_answer,
)
