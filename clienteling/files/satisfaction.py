"""Satisfaction: one line is one answer to one question, which is never changed."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.db.backends.utils import CursorWrapper

from clienteling.models import SurveyAnswer
from crm.identity.claims import IdentifierClaim
from crm.ingest.files.errors import CellError
from crm.ingest.files.fields import Field, boutique, choice, long_text, moment, text, whole
from crm.ingest.files.foreseen import State
from crm.ingest.files.kinds.base import Outcome
from crm.ingest.files.kinds.owned import OwnedKind, note_known
from crm.ingest.files.records import Values
from crm.ingest.files.things import Things
from crm.ingest.files.whose import WHOSE_FIELDS

# As the database has them (a_score_is_on_its_scale).
SCALES = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 7)}
SATISFACTION_FIELDS = (
    *WHOSE_FIELDS,
    Field("reference", "What makes the answer one: its number in the system of surveys", text(80), is_required=True),
    Field("question", "nps, csat or ces", choice(*SCALES), is_required=True),
    Field("score", "nps 0 to 10, csat 1 to 5, ces 1 to 7", whole(least=0, most=10), is_required=True, looks="number"),
    Field("answered_at", "When it was answered", moment, is_required=True, looks="moment"),
    Field("moment", "What was asked after: purchase, repair, visit", text(40)),
    Field("comment", "What was written", long_text(2000)),
    Field("boutique", "Code of the boutique that it is about", boutique, empty=None),
)  # fmt: skip


@dataclass(frozen=True)
class AnswerRow:
    claims: tuple[IdentifierClaim, ...]
    reference: str
    facts: State


class Satisfaction(OwnedKind):
    """See kinds.Kind. The same answer again is no news; another under its reference is refused."""

    name: ClassVar[str] = "satisfaction"
    title: ClassVar[str] = "Satisfaction"
    fields = SATISFACTION_FIELDS

    def __init__(self, *args: Any, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self._answers = Things()

    def record(self, values: Values) -> AnswerRow:
        least, most = SCALES[values["question"]]
        if not least <= values["score"] <= most:
            said = f"{values['question']} is answered from {least} to {most}, not {values['score']}"
            raise CellError("score_off_scale", said)
        facts = {name: values[name] for name in ("question", "score", "answered_at", "moment", "comment", "boutique")}
        return AnswerRow(self.claims(values), values["reference"], facts)

    def plan(self, cursor: CursorWrapper, records: list[tuple[int, AnswerRow]]) -> Outcome:
        outcome = Outcome()
        references = {row.reference for _, row in records}
        self._answers = Things.of(self._kept(references), self.known_before(cursor, references))
        for line, row, client in self.found(records, outcome):
            state, kept = row.facts | {"client": client}, self._answers.get(row.reference)
            if kept is None:
                self._answers.put(row.reference, state)
            elif kept != state:
                outcome.reject(line, CellError("answer_conflict", "another answer has this reference already"))
        outcome.new = Counter({"answers": len(self._answers.made)})
        outcome.states = self._answers.after
        return outcome

    def _kept(self, references: set[str]) -> dict[str, tuple[int, State]]:
        answers = SurveyAnswer.objects.filter(
            brand_id=self.brand.pk, source=self.source[:60], source_ref__in=references
        ).select_related("client")
        return {each.source_ref: (each.pk, _state_of(each)) for each in answers}

    def keep(self, cursor: CursorWrapper) -> None:
        answers = [
            SurveyAnswer(
                brand=self.brand, client_id=state["client"], boutique_id=state["boutique"], kind=state["question"],
                score=state["score"], moment=state["moment"], comment=state["comment"],
                answered_at=datetime.fromisoformat(state["answered_at"]), source=self.source[:60],
                source_ref=reference,
            )
            for reference, state in sorted(self._answers.made.items())
        ]  # fmt: skip
        SurveyAnswer.objects.bulk_create(answers)
        note_known(cursor, [each.client_id for each in answers], self.brand, self.now)


def _state_of(answer: SurveyAnswer) -> State:
    return {
        "question": answer.kind,
        "score": answer.score,
        "answered_at": answer.answered_at.isoformat(timespec="microseconds"),
        "moment": answer.moment,
        "comment": answer.comment,
        "boutique": answer.boutique_id,
        "client": answer.client.canonical_id or answer.client_id,
    }
