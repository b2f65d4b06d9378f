"""A draft as the builder draws it: each group and line with its place, and the form of a new line."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crm.segments.definition import ATTRIBUTES, COMPARISONS, CONSENT_STATES, MEASURES, RELATION_FIELDS, TESTS, read_rule
from crm.segments.errors import SegmentError
from crm.segments.words import FIELD_WORDS, GROUP_WORDS, rule_words

KINDS = {
    "attribute": "Who they are",
    "purchases": "What they bought",
    "behaviour": "What they did",
    "relationship": "Our relation",
    "consent": "What they allow",
    "segment": "Another segment",
}
_WORDS = {
    **FIELD_WORDS,
    "one_of": "is one of",
    "none_of": "is none of",
    "known": "is known",
    "unknown": "is unknown",
    "at_least": "at least",
    "at_most": "at most",
    "count": "Number of purchases",
    "total": "Amount spent",
    "days_since_last": "Days since the last purchase",
    "given": "given",
    "refused": "refused",
    "withdrawn": "withdrawn",
    "not_given": "not given",
}


@dataclass(frozen=True)
class Field:
    """One field of the form of a line; ``choices`` empty: typed."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    is_number: bool = False


@dataclass(frozen=True)
class Line:
    place: str
    words: str


@dataclass(frozen=True)
class GroupOfLines:
    """``rules`` are lines and groups; ``is_whole`` marks the top, which cannot be removed."""

    place: str
    operator: str
    rules: "tuple[GroupOfLines | Line, ...]"
    is_whole: bool

    is_group = True
    operators = tuple(GROUP_WORDS.items())


def _choices(*codes: str) -> tuple[tuple[str, str], ...]:
    return tuple((code, _WORDS[code]) for code in codes)


_COMPARISON = Field("comparison", "Comparison", _choices(*COMPARISONS))
_DAYS = Field("days", "In the last so many days", hint="Empty: ever.", is_number=True)
_VALUES = Field("values", "Values", hint="Separated by commas.")
FORMS: dict[str, tuple[Field, ...]] = {
    "attribute": (Field("field", "Field", _choices(*ATTRIBUTES)), Field("test", "Test", _choices(*TESTS)), _VALUES),
    "purchases": (
        Field("measure", "Measure", _choices(*MEASURES)),
        _COMPARISON,
        Field("number", "Number", is_number=True),
        Field("currency", "Currency of the amount", hint="For the amount spent, such as EUR."),
        Field("category", "Category", hint="Its code. Empty: any."),
        _DAYS,
    ),
    "behaviour": (Field("event", "Event", hint="Such as Product Viewed."), _COMPARISON,
                  Field("number", "Times", is_number=True), _DAYS),
    "relationship": (Field("field", "Field", _choices(*RELATION_FIELDS)), _VALUES),
    "consent": (
        Field("purpose", "Purpose", hint="Such as marketing."),
        Field("channel", "Channel", hint="Such as email."),
        Field("state", "State", _choices(*CONSENT_STATES)),
    ),
    "segment": (Field("code", "Code of the segment"),),
}  # fmt: skip


def tree_of(draft: Mapping[str, Any], place: tuple[int, ...] = ()) -> GroupOfLines:
    """The draft as groups and lines. A line that can no longer be read says so."""
    return GroupOfLines(
        _written(place),
        str(draft["op"]),
        tuple(_part(each, (*place, number)) for number, each in enumerate(draft["rules"])),
        not place,
    )


def rule_from(kind: str, typed: Mapping[str, str]) -> dict[str, Any]:
    """What was typed into the form of a kind, as a rule. Raises SegmentError."""
    rule: dict[str, Any] = {"kind": kind}
    for field in FORMS.get(kind, ()):
        rule[field.name] = _read(field, typed.get(field.name, "").strip())
    read_rule(rule)
    return rule


def _read(field: Field, text: str) -> Any:
    if field.name == "values":
        return [each.strip() for each in text.split(",") if each.strip()]
    if field.name == "days":
        return int(text) if text.isdecimal() and len(text) < 9 else (text or None)
    return text


def _part(rule: Mapping[str, Any], place: tuple[int, ...]) -> "GroupOfLines | Line":
    if "op" in rule:
        return tree_of(rule, place)
    try:
        return Line(_written(place), rule_words(read_rule(rule)))
    except SegmentError as error:
        return Line(_written(place), f"Cannot be used: {error}")


def _written(place: tuple[int, ...]) -> str:
    return ".".join(map(str, place))
