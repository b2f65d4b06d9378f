"""A definition in plain words, as the builder shows it."""

from crm.segments.rules import Attribute, Behaviour, Consent, Group, InSegment, Leaf, Purchases, Relation, Rule

GROUP_WORDS = {"and": "all of these", "or": "any of these", "not": "none of these"}
FIELD_WORDS = {
    "country": "Country",
    "language": "Language",
    "city": "City",
    "source": "First known from",
    "birth_month": "Month of birth",
    "tier": "Tier",
    "boutique": "Boutique",
}
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_STATES = {"given": "given", "refused": "refused", "withdrawn": "withdrawn", "not_given": "not given"}
_COMPARISONS = {"at_least": "at least", "at_most": "at most"}


def definition_words(rule: Rule) -> str:
    """The whole in one sentence, for lists and for the log of versions."""
    if isinstance(rule, Group):
        joint = " and " if rule.operator == "and" else " or "
        inner = joint.join(_bracketed(each, alone=len(rule.rules) == 1) for each in rule.rules)
        return f"not ({inner})" if rule.operator == "not" else inner
    return rule_words(rule)


def rule_words(leaf: Leaf) -> str:
    """One line: ``Bought at least 2 times in the last 365 days``."""
    match leaf:
        case Attribute():
            return _attribute(leaf)
        case Behaviour():
            return f"{leaf.event}: {_times(leaf.comparison, leaf.number)}{_window(leaf.days)}"
        case Purchases():
            return _purchases(leaf)
        case Consent():
            channel = f" by {leaf.channel}" if leaf.channel else ""
            return f"Consent to {leaf.purpose}{channel} is {_STATES[leaf.state]}"
        case Relation():
            return f"{FIELD_WORDS[leaf.field]} of the relation is {_listed(leaf.values)}"
        case InSegment():
            return f"Is in the segment {leaf.code}"


def _attribute(leaf: Attribute) -> str:
    name = FIELD_WORDS[leaf.field]
    if leaf.test in ("known", "unknown"):
        return f"{name} is {leaf.test}"
    shown = tuple(MONTHS[int(each) - 1] for each in leaf.values) if leaf.field == "birth_month" else leaf.values
    return f"{name} is {'not ' if leaf.test == 'none_of' else ''}{_listed(shown)}"


def _purchases(leaf: Purchases) -> str:
    what = f" in {leaf.category}" if leaf.category else ""
    if leaf.measure == "count" and leaf.comparison == "at_most" and leaf.number == 0:
        return f"Bought nothing{what}{_window(leaf.days)}"
    if leaf.measure == "count":
        return f"Bought{what} {_times(leaf.comparison, int(leaf.number))}{_window(leaf.days)}"
    if leaf.measure == "total":
        return f"Spent{what} {_COMPARISONS[leaf.comparison]} {leaf.number:,f} {leaf.currency}{_window(leaf.days)}"
    days = f"{leaf.number:,f} {'day' if leaf.number == 1 else 'days'}"
    return f"Last bought{what} {_COMPARISONS[leaf.comparison]} {days} ago"


def _times(comparison: str, number: int) -> str:
    if comparison == "at_most" and number == 0:
        return "never"
    return f"{_COMPARISONS[comparison]} {number:,} {'time' if number == 1 else 'times'}"


def _window(days: int | None) -> str:
    return "" if days is None else f" in the last {days:,} days" if days > 1 else " in the last day"


def _listed(values: tuple[str, ...]) -> str:
    return values[0] if len(values) == 1 else f"{', '.join(values[:-1])} or {values[-1]}"


def _bracketed(rule: Rule, *, alone: bool) -> str:
    words = definition_words(rule)
    needs = isinstance(rule, Group) and rule.operator != "not" and len(rule.rules) > 1 and not alone
    return f"({words})" if needs else words
