"""The loyalty programme: ``{"kind": "loyalty", "values": ["Gold"]}``, or by points with comparison and number."""

from dataclasses import dataclass

from crm.segments.fields import COMPARISONS, choice, number, text_or_none, values
from crm.segments.fragment import Fragment, Scope, chained
from crm.segments.kind import Data, Field, Form, Kind, Path
from crm.segments.rules import Leaf
from crm.segments.words import COMPARISONS as COMPARISON_WORDS
from crm.segments.words import listed


@dataclass(frozen=True)
class Loyalty(Leaf):
    """Either ``tiers``, or points compared; ``programme`` "": any. Who has no account is in neither."""

    programme: str = ""
    tiers: tuple[str, ...] = ()
    comparison: str = ""
    points: int = 0


def read(data: Data, path: Path) -> Loyalty:
    programme = text_or_none(data, "programme", 60, path)
    if "values" in data:
        return Loyalty(programme, values(data, path))
    comparison = choice(data, "comparison", COMPARISONS, path)
    return Loyalty(programme, (), comparison, int(number(data, path, whole=True)))


def members(leaf: Loyalty, scope: Scope) -> Fragment:
    sign = ">=" if leaf.comparison == "at_least" else "<="
    return chained(
        Fragment("SELECT y.client_id FROM crm_loyaltyaccount y WHERE y.brand_id = %s", (scope.brand_id,)),
        Fragment(" AND lower(y.programme) = %s", (leaf.programme.lower(),)) if leaf.programme else Fragment(""),
        Fragment(" AND lower(y.tier) = ANY(%s)", ([each.lower() for each in leaf.tiers],))
        if leaf.tiers
        else Fragment(f" AND y.points {sign} %s", (leaf.points,)),
        scope.among("y.client_id"),
    )


def words(leaf: Loyalty) -> str:
    of = f" of {leaf.programme}" if leaf.programme else ""
    if leaf.tiers:
        return f"Loyalty tier{of} is {listed(leaf.tiers)}"
    return f"Loyalty points{of} are {COMPARISON_WORDS[leaf.comparison]} {leaf.points:,}"


_PROGRAMME = Field("programme", "Programme", hint="Empty: any.", is_optional=True)
_TIERS = (Field("values", "Tiers", offers="loyalty_tier", hint="Separated by commas.", is_list=True), _PROGRAMME)
_POINTS = (
    Field("comparison", "Points", tuple(COMPARISON_WORDS.items())),
    Field("number", "Number of points", is_number=True),
    _PROGRAMME,
)
FORMS = (
    Form("loyalty_tier", "Our relation", "Loyalty tier", _TIERS),
    Form("loyalty_points", "Our relation", "Loyalty points", _POINTS),
)
LOYALTY = Kind("loyalty", Loyalty, read, members, words, FORMS)
