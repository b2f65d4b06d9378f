"""Read a definition: JSON in, rules out, or a SegmentError that says where it is wrong.

A group is ``{"op": "and" | "or" | "not", "rules": [...]}``; any other rule names its ``kind``:

    {"kind": "attribute", "field": "country", "test": "one_of", "values": ["FR", "IT"]}
    {"kind": "behaviour", "event": "Product Viewed", "comparison": "at_least", "number": 3, "days": 30}
    {"kind": "purchases", "measure": "total", "comparison": "at_least", "number": 5000, "currency": "EUR", "days": 365}
    {"kind": "consent", "purpose": "marketing", "channel": "email", "state": "given"}
    {"kind": "relationship", "field": "tier", "values": ["VIC"]}
    {"kind": "segment", "code": "gift"}
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from crm.segments.errors import SegmentError
from crm.segments.fields import MOST_DAYS, choice, days, number, text, values
from crm.segments.rules import (
    Attribute,
    Behaviour,
    Consent,
    Group,
    InSegment,
    Leaf,
    Purchases,
    Relation,
    Rule,
    leaves_of,
)

Data = Mapping[str, Any]
OPERATORS = ("and", "or", "not")
ATTRIBUTES = ("country", "language", "city", "source", "birth_month")
TESTS = ("one_of", "none_of", "known", "unknown")
COMPARISONS = ("at_least", "at_most")
MEASURES = ("count", "total", "days_since_last")
CONSENT_STATES = ("given", "refused", "withdrawn", "not_given")
RELATION_FIELDS = ("tier", "boutique", "country")
MOST_RULES = 50
MOST_DEPTH = 5


def read_definition(data: object) -> Group:
    """The definition as rules; its top is a group. Raises SegmentError."""
    rule = _rule(data, ())
    if not isinstance(rule, Group):
        raise SegmentError("unknown_operator", "A definition begins with a group of rules.")
    if sum(1 for _ in leaves_of(rule)) > MOST_RULES:
        raise SegmentError("too_many_rules", f"More than {MOST_RULES} rules.")
    return rule


def read_rule(data: object, path: tuple[int, ...] = ()) -> Leaf:
    """One line of a definition. Raises SegmentError."""
    if not isinstance(data, Mapping):
        raise SegmentError("not_a_rule", "A rule is an object.", path)
    reader = _READERS.get(str(data.get("kind")))
    if reader is None:
        raise SegmentError("unknown_kind", f"No rule is of the kind {str(data.get('kind'))[:40]!r}.", path)
    return reader(data, path)


def _rule(data: object, path: tuple[int, ...]) -> Rule:
    return _group(data, path) if isinstance(data, Mapping) and "op" in data else read_rule(data, path)


def _group(data: Data, path: tuple[int, ...]) -> Group:
    if len(path) >= MOST_DEPTH:
        raise SegmentError("too_deep", f"Groups within groups go {MOST_DEPTH} deep.", path)
    if data["op"] not in OPERATORS:
        raise SegmentError("unknown_operator", "A group is all, any or none of its rules.", path)
    inner = data.get("rules")
    if not isinstance(inner, list) or not inner:
        raise SegmentError("empty_group", "A group has at least one rule.", path)
    return Group(data["op"], tuple(_rule(each, (*path, place)) for place, each in enumerate(inner)))


def _attribute(data: Data, path: tuple[int, ...]) -> Attribute:
    field, test = choice(data, "field", ATTRIBUTES, path), choice(data, "test", TESTS, path)
    wanted = values(data, path) if test in ("one_of", "none_of") else ()
    if field == "birth_month" and not all(each.isdecimal() and 1 <= int(each) <= 12 for each in wanted):
        raise SegmentError("out_of_range", "A month is a number from 1 to 12.", path)
    return Attribute(field, test, wanted)


def _behaviour(data: Data, path: tuple[int, ...]) -> Behaviour:
    comparison = choice(data, "comparison", COMPARISONS, path)
    times = number(data, path, whole=True)
    _says_something(comparison, times == 0, path)
    return Behaviour(text(data, "event", 200, path), comparison, int(times), days(data, path))


def _purchases(data: Data, path: tuple[int, ...]) -> Purchases:
    measure, comparison = choice(data, "measure", MEASURES, path), choice(data, "comparison", COMPARISONS, path)
    amount = number(data, path, whole=measure != "total")
    if measure == "days_since_last":
        _is_in_window(amount, path)
    else:
        _says_something(comparison, amount == 0, path)
    return Purchases(
        measure,
        comparison,
        amount,
        None if measure == "days_since_last" else days(data, path),
        text(data, "currency", 3, path).upper() if measure == "total" else "",
        text(data, "category", 60, path) if data.get("category") else "",
    )


def _consent(data: Data, path: tuple[int, ...]) -> Consent:
    channel = text(data, "channel", 20, path) if data.get("channel") else ""
    return Consent(text(data, "purpose", 60, path), channel, choice(data, "state", CONSENT_STATES, path))


def _relation(data: Data, path: tuple[int, ...]) -> Relation:
    return Relation(choice(data, "field", RELATION_FIELDS, path), values(data, path))


def _in_segment(data: Data, path: tuple[int, ...]) -> InSegment:
    return InSegment(text(data, "code", 60, path))


def _is_in_window(amount: Decimal, path: tuple[int, ...]) -> None:
    if not 1 <= amount <= MOST_DAYS:
        raise SegmentError("out_of_range", f"1 to {MOST_DAYS:,} days are needed.", path)


def _says_something(comparison: str, is_zero: bool, path: tuple[int, ...]) -> None:
    if comparison == "at_least" and is_zero:
        raise SegmentError("says_nothing", "At least 0 is true of everybody.", path)


_READERS: dict[str, Callable[[Data, tuple[int, ...]], Leaf]] = {
    "attribute": _attribute,
    "behaviour": _behaviour,
    "purchases": _purchases,
    "consent": _consent,
    "relationship": _relation,
    "segment": _in_segment,
}
