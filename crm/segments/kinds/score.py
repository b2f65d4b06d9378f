"""What a model says: ``{"kind": "score", "model": "repurchase", "comparison": "at_least", "number": 0.6}``."""

from dataclasses import dataclass
from decimal import Decimal

from crm.segments.fields import COMPARISONS, choice, number, text
from crm.segments.fragment import Fragment, Scope
from crm.segments.kind import Data, Field, Form, Kind, Path
from crm.segments.objectors import objectors_to_score
from crm.segments.rules import Leaf
from crm.segments.words import COMPARISONS as COMPARISON_WORDS


@dataclass(frozen=True)
class Score(Leaf):
    """The brand's own score, or the group's. Who has none is in neither comparison; of whoever objected to conclusions
    neither it nor its absence says anything."""

    model: str
    comparison: str
    number: Decimal


def read(data: Data, path: Path) -> Score:
    comparison = choice(data, "comparison", COMPARISONS, path)
    return Score(text(data, "model", 40, path), comparison, number(data, path, whole=False))


def members(leaf: Score, scope: Scope) -> Fragment:
    among, sign = scope.among("z.client_id"), ">=" if leaf.comparison == "at_least" else "<="
    text = (
        "SELECT z.client_id FROM crm_score z WHERE z.model = %s AND (z.brand_id = %s OR z.brand_id IS NULL)"
        f" AND z.value {sign} %s{among.text}"
    )
    return Fragment(text, (leaf.model, scope.brand_id, float(leaf.number), *among.values))


def unconcluded(leaf: Score, scope: Scope) -> Fragment:
    return objectors_to_score(leaf.model, scope)


def words(leaf: Score) -> str:
    return f"Score {leaf.model} is {COMPARISON_WORDS[leaf.comparison]} {leaf.number:,f}"


_FIELDS = (
    Field("model", "Score", offers="score"),
    Field("comparison", "Comparison", tuple(COMPARISON_WORDS.items())),
    Field("number", "Value", is_number=True),
)
_FORM = Form("score", "What we think", "Score", _FIELDS)
SCORE = Kind("score", Score, read, members, words, (_FORM,), unconcluded=unconcluded)
