"""The parts of a definition. Each is what one line of the builder says."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Attribute:
    """A field of the client. ``test``: one_of, none_of, known, unknown; the values are text, a month is 1 to 12."""

    field: str
    test: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Behaviour:
    """How often something was done, in the last ``days`` (None: ever). ``comparison``: at_least, at_most."""

    event: str
    comparison: str
    number: int
    days: int | None = None


@dataclass(frozen=True)
class Purchases:
    """``measure``: count of sales, total in ``currency`` net of returns, or days since the last sale.

    ``days_since_last`` knows no window. Who never bought has no last sale, and is in neither comparison.
    """

    measure: str
    comparison: str
    number: Decimal
    days: int | None = None
    currency: str = ""
    category: str = ""


@dataclass(frozen=True)
class Consent:
    """``state`` on one purpose and channel ("" where the purpose has none): given, refused, withdrawn, not_given."""

    purpose: str
    channel: str
    state: str


@dataclass(frozen=True)
class Relation:
    """What the brand knows of the relation. ``field``: tier, boutique (its code), country."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class InSegment:
    """Membership of another segment of the same brand."""

    code: str


@dataclass(frozen=True)
class Group:
    """``operator``: and (all of these), or (any of these), not (none of these)."""

    operator: str
    rules: "tuple[Rule, ...]"


Leaf = Attribute | Behaviour | Purchases | Consent | Relation | InSegment
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
    return {leaf.code for leaf in leaves_of(rule) if isinstance(leaf, InSegment)}
