"""The shape of a definition: groups of lines. What a line can say is in crm.segments.kinds."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Leaf:
    """One line of a definition; each kind of rule has its own."""

    @property
    def stands_on(self) -> frozenset[str]:
        """Codes of the segments that the line names."""
        return frozenset()


@dataclass(frozen=True)
class Group:
    """``operator``: and (all of these), or (any of these), not (none of these)."""

    operator: str
    rules: "tuple[Rule, ...]"


Rule = Leaf | Group


def leaves_of(rule: Rule) -> Iterator[Leaf]:
    """Every line below this rule, from top to bottom."""
    if isinstance(rule, Group):
        for each in rule.rules:
            yield from leaves_of(each)
    else:
        yield rule


def segments_named_in(rule: Rule) -> set[str]:
    """The codes of the segments on which this rule stands."""
    return {code for leaf in leaves_of(rule) for code in leaf.stands_on}
