"""What she answered last: ``{"kind": "satisfaction", "question": "nps", "comparison": "at_most", "number": 6}``."""

from dataclasses import dataclass

from clienteling.models.care import SurveyAnswer
from crm.segments.fields import COMPARISONS, choice, days, number
from crm.segments.fragment import Fragment, Scope, Span, chained
from crm.segments.kind import Data, Field, Form, Kind, Path
from crm.segments.rules import Leaf
from crm.segments.words import COMPARISONS as COMPARISON_WORDS
from crm.segments.words import window

QUESTIONS = {str(code): str(label) for code, label in SurveyAnswer.Kind.choices}


@dataclass(frozen=True)
class Satisfaction(Leaf):
    """The latest answer to a question counts. Who never answered, or not in the window, is in neither comparison."""

    question: str
    comparison: str
    number: int
    days: int | None = None


def read(data: Data, path: Path) -> Satisfaction:
    question, comparison = (
        choice(data, "question", tuple(QUESTIONS), path),
        choice(data, "comparison", COMPARISONS, path),
    )
    return Satisfaction(question, comparison, int(number(data, path, whole=True)), days(data, path))


def members(leaf: Satisfaction, scope: Scope) -> Fragment:
    sign = ">=" if leaf.comparison == "at_least" else "<="
    return chained(
        Fragment("SELECT client_id FROM (SELECT DISTINCT ON (a.client_id) a.client_id, a.score"),
        Fragment(" FROM clienteling_surveyanswer a WHERE a.brand_id = %s", (scope.brand_id,)),
        Fragment(" AND a.kind = %s", (leaf.question,)),
        scope.since("a.answered_at", leaf.days),
        scope.among("a.client_id"),
        Fragment(f" ORDER BY a.client_id, a.answered_at DESC, a.id DESC) latest WHERE score {sign} %s", (leaf.number,)),
    )


def expired(leaf: Satisfaction, span: Span) -> Fragment | None:
    if leaf.days is None:
        return None
    start = Fragment("SELECT a.client_id FROM clienteling_surveyanswer a WHERE a.brand_id = %s", (span.brand_id,))
    return chained(start, span.passed("a.answered_at", leaf.days))


def words(leaf: Satisfaction) -> str:
    answer = f"{COMPARISON_WORDS[leaf.comparison]} {leaf.number}"
    return f"{QUESTIONS[leaf.question]}: answered {answer}{window(leaf.days)}"


_FIELDS = (
    Field("question", "Question", tuple(QUESTIONS.items())),
    Field("comparison", "The last answer was", tuple(COMPARISON_WORDS.items())),
    Field("number", "Points", is_number=True),
    Field("days", "Answered in the last so many days", hint="Empty: ever.", is_number=True, is_optional=True),
)
SATISFACTION = Kind(
    "satisfaction", Satisfaction, read, members, words,
    (Form("satisfaction", "Our relation", "Satisfaction", _FIELDS),), expired,
)  # fmt: skip
