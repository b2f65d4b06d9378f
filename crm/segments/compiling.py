"""A definition as one SQL query that gives the ``client_id`` of whoever belongs.

Groups are set operations, which the database does by hashing or sorting whatever the size; a condition in a
correlated subquery would fall back to one look-up a client as soon as its hash outgrew the memory allowed.

Of whoever objected to conclusions a score says neither yes nor no (Kleene's third value): they belong where the rest of
the rules says so whatever the score might be, and nowhere else. Below an odd number of "none of" a line therefore
stands for whomever it may be true of, else for whom it is true.
"""

from crm.segments.everybody import everybody, everybody_but
from crm.segments.fragment import Fragment, Scope, joined
from crm.segments.kind import kind_of
from crm.segments.rules import Group, Leaf, Rule


def compile_definition(rule: Rule, scope: Scope) -> Fragment:
    """The live clients of the brand of whom the rule is true at the scope's moment."""
    return joined("INTERSECT", [everybody(scope), _set_of(rule, scope, perhaps=False)])


def _set_of(rule: Rule, scope: Scope, *, perhaps: bool) -> Fragment:
    """Of whom the rule is true; with ``perhaps`` also of whom it may be."""
    if not isinstance(rule, Group):
        return _line(rule, scope, perhaps=perhaps)
    inner = [_set_of(each, scope, perhaps=perhaps != (rule.operator == "not")) for each in rule.rules]
    if rule.operator == "and":
        return joined("INTERSECT", inner)
    either = joined("UNION", inner)
    return everybody_but(either, scope) if rule.operator == "not" else either


def _line(leaf: Leaf, scope: Scope, *, perhaps: bool) -> Fragment:
    kind = kind_of(leaf)
    sure, unsure = kind.members(leaf, scope), kind.unconcluded(leaf, scope)
    if unsure is None:
        return sure
    return joined("UNION" if perhaps else "EXCEPT", [sure, unsure])
