"""What the boutiques know of a client: notes, visits, repairs, answers, the last word; in one statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Concat, JSONObject, NullIf, Trim

from clienteling.lib.compiled import given_id
from clienteling.models import Contact, Note, Repair, RepairStep, SurveyAnswer, Visit
from crm.models import Boutique, Client
from crm.queries.pieces import Piece, piece_from, piece_of
from crm.queries.together import CLIENT, ListOf, date_or_none, moment_in, moment_or_none, read_together
from crm.sharing import Reach

NOTES, VISITS = 20, 5


@dataclass(frozen=True)
class NoteShown:
    pk: int
    text: str
    author: str
    author_id: int
    is_private: bool
    created_at: datetime


@dataclass(frozen=True)
class VisitShown:
    """``place``: the boutique, or of a sister house the house alone."""

    place: str
    arrived_at: datetime
    left_at: datetime | None
    is_here: bool


@dataclass(frozen=True)
class Step:
    words: str
    at: datetime
    note: str


@dataclass(frozen=True)
class RepairShown:
    number: str
    piece: Piece
    status: str
    words: str
    description: str
    opened_at: datetime
    promised_on: date | None
    closed_at: datetime | None
    steps: list[Step]

    def is_late(self, today: date) -> bool:
        return self.closed_at is None and self.promised_on is not None and self.promised_on < today


@dataclass(frozen=True)
class AnswerShown:
    words: str
    score: int
    highest: int
    moment: str
    comment: str
    at: datetime


@dataclass(frozen=True)
class Care:
    """``here_since``: the client stands in the reader's boutique."""

    notes: list[NoteShown]
    visits: list[VisitShown]
    repairs: list[RepairShown]
    answers: list[AnswerShown]
    last_contact: datetime | None

    @property
    def here_since(self) -> datetime | None:
        return next((visit.arrived_at for visit in self.visits if visit.is_here), None)


def care_of(client: Client, *, reach: Reach, boutique: Boutique | None) -> Care:
    """One statement."""
    values = {"client": client.pk, "here": boutique.pk if boutique else 0, **reach.given}
    found = read_together(("care", reach.every_house), lambda: _lists(reach), values)
    return Care(
        notes=[note_from(row) for row in found["notes"]],
        visits=[_visit(row) for row in found["visits"]],
        repairs=[_repair(row) for row in found["repairs"]],
        answers=[_answer(row) for row in found["answers"]],
        last_contact=next((moment_in(row["at"]) for row in found["contacts"]), None),
    )


def _lists(reach: Reach) -> dict[str, ListOf]:
    return {
        "notes": note_list(reach),
        "visits": _visits(reach),
        "repairs": _repairs(reach),
        "answers": _answers(reach),
        "contacts": ListOf(Contact.objects.filter(client=CLIENT).order_by("-at"), {"at": "at"}, limit=1),
    }


def note_list(reach: Reach) -> ListOf:
    """One's own notes, and what others of one's boutiques share; newest first."""
    readable = Q(author=given_id("reader")) | Q(is_private=False) & reach.of_boutique()
    rows = Note.objects.filter(readable, client=CLIENT).order_by("-created_at", "-pk")
    full_name = Trim(Concat("author__first_name", Value(" "), "author__last_name"))
    fields = {name: name for name in ("pk", "text", "author_id", "is_private", "created_at")}
    return ListOf(rows, {**fields, "author": Coalesce(NullIf(full_name, Value("")), "author__email")}, limit=NOTES)


def notes_of(client: Client, reach: Reach) -> list[NoteShown]:
    """The same by themselves. One statement."""
    values = {"client": client.pk, **reach.given}
    found = read_together(("notes", reach.every_house), lambda: {"notes": note_list(reach)}, values)
    return [note_from(row) for row in found["notes"]]


def note_from(row: Mapping[str, Any]) -> NoteShown:
    return NoteShown(**{**row, "created_at": moment_in(row["created_at"])})


def _visits(reach: Reach) -> ListOf:
    """The open one in the reader's boutique is among them: nobody has come to five others since."""
    fields = {
        "place": Coalesce(reach.if_ours("boutique__name", "boutique__brand"), F("boutique__brand__name")),
        "boutique": "boutique_id",
        "arrived_at": "arrived_at",
        "left_at": "left_at",
        "here": given_id("here"),
    }
    return ListOf(Visit.objects.filter(client=CLIENT).order_by("-arrived_at", "-pk"), fields, limit=VISITS)


def _visit(row: Mapping[str, Any]) -> VisitShown:
    is_here = row["left_at"] is None and row["boutique"] == row["here"]
    return VisitShown(row["place"], moment_in(row["arrived_at"]), moment_or_none(row["left_at"]), is_here)


def _repairs(reach: Reach) -> ListOf:
    names = ("number", "sku", "status", "description", "opened_at", "promised_on", "closed_at")
    fields = {**{name: name for name in names}, "piece": piece_of(), "steps": ArraySubquery(_steps())}
    rows = Repair.objects.filter(reach.of_house(), client=CLIENT)
    return ListOf(rows.order_by(F("closed_at").desc(nulls_first=True), "-opened_at", "-pk"), fields, limit=10)


def _steps() -> QuerySet[RepairStep, Any]:
    steps = RepairStep.objects.filter(repair=OuterRef("pk")).order_by("at", "pk")
    return steps.values(found=JSONObject(status="status", at="at", note="note"))[:20]


def _repair(row: Mapping[str, Any]) -> RepairShown:
    steps = [Step(Repair.Status(step["status"]).label, moment_in(step["at"]), step["note"]) for step in row["steps"]]
    return RepairShown(
        number=row["number"],
        piece=piece_from(row["piece"], otherwise=row["description"] or row["sku"] or "A piece"),
        status=row["status"],
        words=Repair.Status(row["status"]).label,
        description=row["description"],
        opened_at=moment_in(row["opened_at"]),
        promised_on=date_or_none(row["promised_on"]),
        closed_at=moment_or_none(row["closed_at"]),
        steps=steps,
    )


def _answers(reach: Reach) -> ListOf:
    names = ("kind", "score", "moment", "comment", "answered_at")
    rows = SurveyAnswer.objects.filter(reach.of_house(), client=CLIENT).order_by("-answered_at", "-pk")
    return ListOf(rows, {name: name for name in names}, limit=5)


def _answer(row: Mapping[str, Any]) -> AnswerShown:
    kind = SurveyAnswer.Kind(row["kind"])
    highest = SurveyAnswer.HIGHEST[kind]
    return AnswerShown(kind.label, row["score"], highest, row["moment"], row["comment"], moment_in(row["answered_at"]))
