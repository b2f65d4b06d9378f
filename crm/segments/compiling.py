"""A definition as one SQL query that gives the ``client_id`` of whoever belongs.

Groups are set operations, which the database does by hashing or sorting whatever the size; a condition in a
correlated subquery would fall back to one look-up a client as soon as its hash outgrew the memory allowed.
"""

from crm.segments.everybody import everybody, everybody_but
from crm.segments.fragment import Fragment, Scope, joined
from crm.segments.kind import kind_of
from crm.segments.rules import Group, Rule


def compile_definition(rule: Rule, scope: Scope) -> Fragment:
    """The live clients of the brand of whom the rule is true at the scope's moment."""
    return joined("INTERSECT", [everybody(scope), _set_of(rule, scope)])


def _set_of(rule: Rule, scope: Scope) -> Fragment:
    if not isinstance(rule, Group):
        return kind_of(rule).members(rule, scope)
    inner = [_set_of(each, scope) for each in rule.rules]
    if rule.operator == "and":
        return joined("INTERSECT", inner)
    either = joined("UNION", inner)
    return everybody_but(either, scope) if rule.operator == "not" else either
