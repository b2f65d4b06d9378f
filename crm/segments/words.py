"""A definition in plain words, as the builder shows it."""

from collections.abc import Sequence

from crm.segments.kind import kind_of
from crm.segments.rules import Group, Leaf, Rule

GROUP_WORDS = {"and": "all of these", "or": "any of these", "not": "none of these"}
COMPARISONS = {"at_least": "at least", "at_most": "at most"}


def definition_words(rule: Rule) -> str:
    """The whole in one sentence, for lists and for the log of versions."""
    if isinstance(rule, Group):
        joint = " and " if rule.operator == "and" else " or "
        inner = joint.join(_bracketed(each, alone=len(rule.rules) == 1) for each in rule.rules)
        return f"not ({inner})" if rule.operator == "not" else inner
    return rule_words(rule)


def rule_words(leaf: Leaf) -> str:
    """One line: ``Bought at least 2 times in the last 365 days``."""
    return kind_of(leaf).words(leaf)


def times(comparison: str, number: int) -> str:
    if comparison == "at_most" and number == 0:
        return "never"
    return f"{COMPARISONS[comparison]} {number:,} {'time' if number == 1 else 'times'}"


def window(days: int | None) -> str:
    return "" if days is None else f" in the last {days:,} days" if days > 1 else " in the last day"


def days_long(days: int) -> str:
    return f"{days:,} {'day' if days == 1 else 'days'}"


def listed(values: Sequence[str]) -> str:
    return values[0] if len(values) == 1 else f"{', '.join(values[:-1])} or {values[-1]}"


def _bracketed(rule: Rule, *, alone: bool) -> str:
    words = definition_words(rule)
    needs = isinstance(rule, Group) and rule.operator != "not" and len(rule.rules) > 1 and not alone
    return f"({words})" if needs else words
