"""Reading a definition, and what each mistake is called."""

from typing import Any

import pytest

from crm.segments.definition import read_definition
from crm.segments.errors import SegmentError
from crm.segments.kinds.in_segment import InSegment
from crm.segments.order import order_of
from crm.segments.rules import Group
from crm.segments.words import definition_words

FRENCH = {"kind": "attribute", "field": "country", "test": "one_of", "values": ["FR", "MC"]}
LOOKED = {"kind": "behaviour", "event": "Product Viewed", "comparison": "at_least", "number": 3, "days": 30}
SPENT = {"kind": "purchases", "measure": "total", "comparison": "at_least", "number": 5000, "currency": "eur"}
LAPSED = {"kind": "purchases", "measure": "days_since_last", "comparison": "at_least", "number": 365}
NO_BAG = {"kind": "purchases", "measure": "count", "comparison": "at_most", "number": 0, "category": "bags"}
WRITES = {"kind": "consent", "purpose": "marketing", "channel": "email", "state": "given"}
TOP = {"kind": "relationship", "field": "tier", "values": ["VIC"]}
GIFT = {"kind": "segment", "code": "gift"}


def all_of(*rules: Any) -> dict[str, Any]:
    return {"op": "and", "rules": list(rules)}


def test_a_definition_is_told_in_plain_words() -> None:
    whole = all_of(FRENCH, {"op": "or", "rules": [LOOKED, SPENT, LAPSED]}, {"op": "not", "rules": [NO_BAG, GIFT]})

    assert definition_words(read_definition(whole)) == (
        "Country is FR or MC and (Product Viewed: at least 3 times in the last 30 days or Spent at least 5,000 EUR or "
        "Last bought at least 365 days ago) and not (Bought nothing in bags or Is in the segment gift)"
    )
    assert definition_words(read_definition(all_of(WRITES))) == "Consent to marketing by email is given"
    assert definition_words(read_definition(all_of(TOP))) == "Tier of the relation is VIC"


@pytest.mark.parametrize(
    ("code", "path", "definition"),
    [
        ("not_a_rule", (), "FR"),
        ("not_a_rule", (1,), all_of(FRENCH, None)),
        ("unknown_operator", (), {"op": "xor", "rules": [FRENCH]}),
        ("unknown_kind", (0,), all_of({"kind": "horoscope"})),
        ("empty_group", (), all_of()),
        ("empty_group", (1,), all_of(FRENCH, all_of())),
        ("unknown_field", (0,), all_of({**FRENCH, "field": "password"})),
        ("unknown_choice", (0,), all_of({**FRENCH, "test": "like"})),
        ("missing_value", (0,), all_of({**FRENCH, "values": []})),
        ("missing_value", (0,), all_of({**FRENCH, "values": [3]})),
        ("too_long", (0,), all_of({**FRENCH, "values": ["x" * 81]})),
        ("out_of_range", (0,), all_of({**FRENCH, "field": "birth_month", "values": ["13"]})),
        ("missing_value", (0,), all_of({**LOOKED, "event": " "})),
        ("not_a_number", (0,), all_of({**LOOKED, "number": "NaN"})),
        ("not_a_number", (0,), all_of({**LOOKED, "number": True})),
        ("out_of_range", (0,), all_of({**LOOKED, "number": 2.5})),
        ("out_of_range", (0,), all_of({**LOOKED, "number": -1})),
        ("says_nothing", (0,), all_of({**LOOKED, "number": 0})),
        ("out_of_range", (0,), all_of({**LOOKED, "days": 0})),
        ("missing_value", (0,), all_of({**SPENT, "currency": ""})),
        ("out_of_range", (0,), all_of({**LAPSED, "number": 4000})),
        ("too_deep", (0, 0, 0, 0, 0), all_of(all_of(all_of(all_of(all_of(all_of(FRENCH))))))),
        ("too_many_rules", (), all_of(*[FRENCH] * 51)),
    ],
)
def test_each_mistake_has_a_code_and_a_place(code: str, path: tuple[int, ...], definition: Any) -> None:
    with pytest.raises(SegmentError) as raised:
        read_definition(definition)

    assert (raised.value.code, raised.value.path) == (code, path)


def test_segments_come_after_those_on_which_they_stand() -> None:
    stands = {"a": Group("and", (InSegment("b"),)), "b": Group("and", (InSegment("c"), InSegment("by-hand")))}

    assert order_of({**stands, "c": Group("and", ())}) == ["c", "b", "a"]


def test_a_circle_of_segments_is_refused() -> None:
    with pytest.raises(SegmentError) as raised:
        order_of({"a": Group("and", (InSegment("b"),)), "b": Group("and", (InSegment("a"),))})

    assert raised.value.code == "circular"
