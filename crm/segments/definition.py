"""Read a definition: JSON in, rules out, or a SegmentError that says where it is wrong.

A group is ``{"op": "and" | "or" | "not", "rules": [...]}``; any other rule names its ``kind``:

    {"kind": "attribute", "field": "country", "test": "one_of", "values": ["FR", "IT"]}
    {"kind": "age", "comparison": "at_least", "number": 30}
    {"kind": "behaviour", "event": "Product Viewed", "comparison": "at_least", "number": 3, "days": 30,
     "where": [{"property": "category", "test": "one_of", "values": ["bags"]}]}
    {"kind": "purchases", "measure": "total", "comparison": "at_least", "number": 5000, "currency": "EUR", "days": 365}
    {"kind": "consent", "purpose": "marketing", "channel": "email", "state": "given"}
    {"kind": "relationship", "field": "tier", "values": ["VIC"]}
    {"kind": "segment", "code": "gift"}

Each module of crm.segments.kinds says what its own lines look like.
"""

from collections.abc import Mapping

from crm.segments.errors import SegmentError
from crm.segments.kind import Data, Path, kind_named
from crm.segments.rules import Group, Leaf, Rule, leaves_of

OPERATORS = ("and", "or", "not")
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


def read_rule(data: object, path: Path = ()) -> Leaf:
    """One line of a definition. Raises SegmentError."""
    if not isinstance(data, Mapping):
        raise SegmentError("not_a_rule", "A rule is an object.", path)
    leaf: Leaf = kind_named(data.get("kind"), path).read(data, path)
    return leaf


def _rule(data: object, path: Path) -> Rule:
    return _group(data, path) if isinstance(data, Mapping) and "op" in data else read_rule(data, path)


def _group(data: Data, path: Path) -> Group:
    if len(path) >= MOST_DEPTH:
        raise SegmentError("too_deep", f"Groups within groups go {MOST_DEPTH} deep.", path)
    if data["op"] not in OPERATORS:
        raise SegmentError("unknown_operator", "A group is all, any or none of its rules.", path)
    inner = data.get("rules")
    if not isinstance(inner, list) or not inner:
        raise SegmentError("empty_group", "A group has at least one rule.", path)
    return Group(data["op"], tuple(_rule(each, (*path, place)) for place, each in enumerate(inner)))
