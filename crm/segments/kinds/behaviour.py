"""What was done on the brand's sources, how often, in a window:

``{"kind": "behaviour", "event": "Product Viewed", "comparison": "at_least", "number": 3, "days": 30,
"where": [{"property": "category", "test": "one_of", "values": ["bags"]}]}``
"""

from dataclasses import dataclass

from crm.segments.everybody import compared
from crm.segments.fields import comparison_and_count, days, text
from crm.segments.fragment import Fragment, Scope, Span, chained
from crm.segments.kind import Data, Field, Form, Kind, Path
from crm.segments.kinds.where import Where, read_where, where_condition, where_words
from crm.segments.rules import Leaf
from crm.segments.words import COMPARISONS, times, window


@dataclass(frozen=True)
class Behaviour(Leaf):
    """``days`` None: ever. Only what matches every condition counts."""

    event: str
    comparison: str
    number: int
    days: int | None = None
    where: tuple[Where, ...] = ()


def read(data: Data, path: Path) -> Behaviour:
    comparison, number = comparison_and_count(data, path)
    return Behaviour(text(data, "event", 200, path), comparison, number, days(data, path), read_where(data, path))


def members(leaf: Behaviour, scope: Scope) -> Fragment:
    """Nothing is asked that the index interaction_by_name does not hold: not the month of arrival, for one, since the
    index of a month that is too old answers at once, and the events themselves need not be read."""
    done = chained(
        Fragment(
            "SELECT i.client_id FROM crm_interaction i WHERE i.client_id IS NOT NULL AND i.name = %s", (leaf.event,)
        ),
        _of_brand(scope.brand_id),
        scope.since("i.timestamp", leaf.days),
        *map(where_condition, leaf.where),
        scope.among("i.client_id"),
        Fragment(" GROUP BY i.client_id HAVING count(*)"),
    )
    return compared(done, leaf.comparison, leaf.number, scope)


def expired(leaf: Behaviour, span: Span) -> Fragment | None:
    if leaf.days is None:
        return None
    return chained(
        Fragment(
            "SELECT i.client_id FROM crm_interaction i WHERE i.client_id IS NOT NULL AND i.name = %s", (leaf.event,)
        ),
        _of_brand(span.brand_id),
        span.passed("i.timestamp", leaf.days),
    )


def _of_brand(brand_id: int) -> Fragment:
    return Fragment(" AND i.source_id IN (SELECT s.id FROM crm_source s WHERE s.brand_id = %s)", (brand_id,))


def words(leaf: Behaviour) -> str:
    where = f" where {listed_all([where_words(each) for each in leaf.where])}" if leaf.where else ""
    return f"{leaf.event}{where}: {times(leaf.comparison, leaf.number)}{window(leaf.days)}"


def listed_all(values: list[str]) -> str:
    return " and ".join(values)


_FIELDS = (
    Field("event", "Event", offers="event", hint="Such as Product Viewed."),
    Field("comparison", "How often", tuple(COMPARISONS.items())),
    Field("number", "Times", is_number=True),
    Field("days", "In the last so many days", hint="Empty: ever.", is_number=True, is_optional=True),
    Field("property", "Only where", hint="A property of the event, such as category. Empty: any.", is_optional=True),
    Field("values", "is one of", hint="Separated by commas.", is_list=True, is_optional=True),
)
BEHAVIOUR = Kind(
    "behaviour", Behaviour, read, members, words, (Form("behaviour", "What they did", "An event", _FIELDS),), expired
)
