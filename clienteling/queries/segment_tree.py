"""A draft as the builder draws it: each group and line with its place."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crm.segments.definition import read_rule
from crm.segments.errors import SegmentError
from crm.segments.words import GROUP_WORDS, rule_words


@dataclass(frozen=True)
class Line:
    """``error`` is why the line cannot be used; "" where it can."""

    place: str
    words: str
    error: str = ""

    is_group = False


@dataclass(frozen=True)
class GroupOfLines:
    """``rules`` are lines and groups; ``is_whole`` marks the top, which cannot be removed."""

    place: str
    operator: str
    rules: "tuple[GroupOfLines | Line, ...]"
    is_whole: bool

    is_group = True
    operators = tuple(GROUP_WORDS.items())

    @property
    def joint(self) -> str:
        """The word between two lines of the group."""
        return "and" if self.operator == "and" else "or"


def tree_of(draft: Mapping[str, Any], place: tuple[int, ...] = ()) -> GroupOfLines:
    """The draft as groups and lines. A line that can no longer be read says so."""
    return GroupOfLines(
        _written(place),
        str(draft["op"]),
        tuple(_part(each, (*place, number)) for number, each in enumerate(draft["rules"])),
        not place,
    )


def _part(rule: Mapping[str, Any], place: tuple[int, ...]) -> "GroupOfLines | Line":
    if "op" in rule:
        return tree_of(rule, place)
    try:
        return Line(_written(place), rule_words(read_rule(rule)))
    except SegmentError as error:
        return Line(_written(place), "This rule cannot be used", str(error))


def _written(place: tuple[int, ...]) -> str:
    return ".".join(map(str, place))
