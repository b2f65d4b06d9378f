"""What they bought and brought back:

``{"kind": "purchases", "measure": "total", "comparison": "at_least", "number": 5000, "currency": "EUR", "days": 365,
"category": "bags", "channel": "boutique"}``
"""

from dataclasses import replace
from datetime import timedelta

from crm.segments.errors import SegmentError
from crm.segments.everybody import compared
from crm.segments.fields import COMPARISONS, MOST_DAYS, choice, days, number, text, text_or_none
from crm.segments.fragment import Fragment, Scope, Span, chained
from crm.segments.kind import Data, Field, Form, Kind, Path
from crm.segments.kinds.bought import Purchases, bought, brand_condition
from crm.segments.words import COMPARISONS as COMPARISON_WORDS
from crm.segments.words import days_long, times, window

MEASURES = ("count", "total", "returns", "days_since_last")
CHANNELS = {"boutique": "in a boutique", "online": "online"}


def read(data: Data, path: Path) -> Purchases:
    measure, comparison = choice(data, "measure", MEASURES, path), choice(data, "comparison", COMPARISONS, path)
    amount = number(data, path, whole=measure != "total")
    if measure == "days_since_last" and not 1 <= amount <= MOST_DAYS:
        raise SegmentError("out_of_range", f"1 to {MOST_DAYS:,} days are needed.", path)
    if comparison == "at_least" and amount == 0:
        raise SegmentError("says_nothing", "At least 0 is true of everybody.", path)
    rule = Purchases(
        measure,
        comparison,
        amount,
        None if measure == "days_since_last" else days(data, path),
        text(data, "currency", 3, path).upper() if measure == "total" else "",
        text_or_none(data, "category", 60, path),
        choice(data, "channel", tuple(CHANNELS), path) if data.get("channel") else "",
        text_or_none(data, "brand", 20, path),
    )
    if rule.brand and measure == "total":
        raise SegmentError("not_shared", "What somebody spent with a sister brand is not shared.", path)
    return rule


def members(leaf: Purchases, scope: Scope) -> Fragment:
    them = bought(leaf, scope)
    if leaf.measure == "days_since_last":
        sign = "<=" if leaf.comparison == "at_least" else ">"
        moment = scope.at - timedelta(days=int(leaf.number))
        return Fragment(f"{them.text} HAVING max(p.occurred_at) {sign} %s", (*them.values, moment))
    counted = "sum(l.amount)" if leaf.category else "sum(p.total)"
    if leaf.measure != "total":
        # A receipt with two lines of the category is one purchase.
        counted = "count(DISTINCT p.id)" if leaf.category else "count(*)"
    return compared(Fragment(f"{them.text} HAVING {counted}", them.values), leaf.comparison, leaf.number, scope)


def expired(leaf: Purchases, span: Span) -> Fragment | None:
    age = int(leaf.number) if leaf.measure == "days_since_last" else leaf.days
    if age is None:
        return None
    start = Fragment("SELECT p.client_id FROM crm_purchase p WHERE p.client_id IS NOT NULL")
    return chained(start, brand_condition(leaf, span.brand_id), span.passed("p.occurred_at", age))


def words(leaf: Purchases) -> str:
    where = "".join((
        f" in {leaf.category}" if leaf.category else "",
        f" {CHANNELS[leaf.channel]}" if leaf.channel else "",
        f" from {leaf.brand}" if leaf.brand else "",
    ))  # fmt: skip
    if leaf.measure == "days_since_last":
        return f"Last bought{where} {COMPARISON_WORDS[leaf.comparison]} {days_long(int(leaf.number))} ago"
    if leaf.measure == "total":
        amount = f"{leaf.number:,f} {leaf.currency}"
        return f"Spent{where} {COMPARISON_WORDS[leaf.comparison]} {amount}{window(leaf.days)}"
    what = "Brought back" if leaf.measure == "returns" else "Bought"
    if leaf.comparison == "at_most" and leaf.number == 0:
        return f"{what} nothing{where}{window(leaf.days)}"
    return f"{what}{where} {times(leaf.comparison, int(leaf.number))}{window(leaf.days)}"


_COMPARISON = Field("comparison", "How many", tuple(COMPARISON_WORDS.items()))
_TIMES = Field("number", "Times", is_number=True)
_DAYS = Field("days", "In the last so many days", hint="Empty: ever.", is_number=True, is_optional=True)
_CATEGORY = Field("category", "Category", offers="category", hint="Empty: any.", is_optional=True)
_CHANNEL = Field(
    "channel", "Where", (("", "Anywhere"), ("boutique", "In a boutique"), ("online", "Online")), is_optional=True
)
_BRAND = Field("brand", "From", offers="brand", hint="Empty: our brand.", is_optional=True)
_SPENT = (
    replace(_COMPARISON, label="Amount"),
    Field("number", "Money", is_number=True),
    Field("currency", "Currency", offers="currency", hint="Such as EUR."),
    _CATEGORY,
    _CHANNEL,
    _DAYS,
)
_LAST = (
    replace(_COMPARISON, label="The last purchase was"),
    Field("number", "Days ago", is_number=True),
    _CATEGORY,
    _CHANNEL,
    _BRAND,
)


def _form(code: str, title: str, measure: str, fields: tuple[Field, ...]) -> Form:
    return Form(code, "What they bought", title, fields, {"measure": measure})


FORMS = (
    _form("bought", "Number of purchases", "count", (_COMPARISON, _TIMES, _CATEGORY, _CHANNEL, _BRAND, _DAYS)),
    _form("spent", "Amount spent", "total", _SPENT),
    _form("last", "Last purchase", "days_since_last", _LAST),
    _form("returned", "Returns", "returns", (_COMPARISON, _TIMES, _CATEGORY, _CHANNEL, _DAYS)),
)
PURCHASES = Kind("purchases", Purchases, read, members, words, FORMS, expired)
