"""A definition as one SQL query that gives the ``client_id`` of whoever belongs.

Groups are set operations, which the database does by hashing or sorting whatever the size; a condition in a
correlated subquery would fall back to one look-up a client as soon as its hash outgrew the memory allowed.
"""

from datetime import timedelta

from crm.segments.fragment import Fragment, Scope, joined
from crm.segments.rules import Attribute, Behaviour, Consent, Group, InSegment, Leaf, Purchases, Relation, Rule

_TEXT_COLUMNS = {"country": "c.country", "language": "c.language", "city": "c.city", "source": "c.source"}
_RELATION_COLUMNS = {"tier": "r.tier", "country": "r.country", "boutique": "b.code"}


def compile_definition(rule: Rule, scope: Scope) -> Fragment:
    """The live clients of the brand of whom the rule is true at the scope's moment."""
    return joined("INTERSECT", [_everybody(scope), _set_of(rule, scope)])


def _set_of(rule: Rule, scope: Scope) -> Fragment:
    if not isinstance(rule, Group):
        return _leaf(rule, scope)
    inner = [_set_of(each, scope) for each in rule.rules]
    if rule.operator == "and":
        return joined("INTERSECT", inner)
    either = joined("UNION", inner)
    return joined("EXCEPT", [_everybody(scope), either]) if rule.operator == "not" else either


def _everybody(scope: Scope) -> Fragment:
    among = scope.among("r.client_id")
    text = (
        "SELECT r.client_id FROM crm_relationship r JOIN crm_client c ON c.id = r.client_id "
        f"WHERE r.brand_id = %s AND c.canonical_id IS NULL{among.text}"
    )
    return Fragment(text, (scope.brand_id, *among.values))


def _leaf(leaf: Leaf, scope: Scope) -> Fragment:
    match leaf:
        case Attribute():
            return _attribute(leaf, scope)
        case Behaviour():
            return _behaviour(leaf, scope)
        case Purchases():
            return _purchases(leaf, scope)
        case Consent():
            return _consent(leaf, scope)
        case Relation():
            return _relation(leaf, scope)
        case InSegment():
            return _in_segment(leaf, scope)


def _attribute(leaf: Attribute, scope: Scope) -> Fragment:
    among = scope.among("c.id")
    start = "SELECT c.id AS client_id FROM crm_client c WHERE "
    if leaf.field == "birth_month":
        known = "c.birth_date IS NOT NULL"
        equals = Fragment("EXTRACT(MONTH FROM c.birth_date)::int = ANY(%s)", ([int(each) for each in leaf.values],))
    else:
        column = _TEXT_COLUMNS[leaf.field]
        known = f"{column} <> ''"
        equals = Fragment(f"lower({column}) = ANY(%s)", ([each.lower() for each in leaf.values],))
    condition = {
        "known": Fragment(known),
        "unknown": Fragment(f"NOT ({known})"),
        "one_of": equals,
        # Of whom nothing is known, it is true that it is none of these.
        "none_of": Fragment(f"({equals.text}) IS NOT TRUE", equals.values),
    }[leaf.test]
    return Fragment(start + condition.text + among.text, (*condition.values, *among.values))


def _behaviour(leaf: Behaviour, scope: Scope) -> Fragment:
    window, among = _since("i.timestamp", leaf.days, scope), scope.among("i.client_id")
    text = (
        "SELECT i.client_id FROM crm_interaction i JOIN crm_source s ON s.id = i.source_id "
        "WHERE i.client_id IS NOT NULL AND s.brand_id = %s AND i.name = %s"
        f"{window.text}{among.text} GROUP BY i.client_id HAVING count(*)"
    )
    done = Fragment(text, (scope.brand_id, leaf.event, *window.values, *among.values))
    return _compared(done, leaf.comparison, leaf.number, scope)


def _purchases(leaf: Purchases, scope: Scope) -> Fragment:
    bought = _bought(leaf, scope)
    if leaf.measure == "days_since_last":
        sign = "<=" if leaf.comparison == "at_least" else ">"
        moment = scope.at - timedelta(days=int(leaf.number))
        return Fragment(f"{bought.text} HAVING max(p.occurred_at) {sign} %s", (*bought.values, moment))
    counted = "count(DISTINCT p.id)" if leaf.measure == "count" else "sum(p.total)"
    if leaf.measure == "total" and leaf.category:
        counted = "sum(l.amount)"
    return _compared(Fragment(f"{bought.text} HAVING {counted}", bought.values), leaf.comparison, leaf.number, scope)


def _bought(leaf: Purchases, scope: Scope) -> Fragment:
    """Sales (and returns, where money is summed), one group a client, up to its HAVING."""
    window, among = _since("p.occurred_at", leaf.days, scope), scope.among("p.client_id")
    category = Fragment("")
    lines = ""
    if leaf.category:
        lines = (
            " JOIN crm_purchaseline l ON l.purchase_id = p.id JOIN crm_variant v ON v.id = l.variant_id"
            " JOIN crm_product d ON d.id = v.product_id JOIN crm_category k ON k.id = d.category_id"
            " LEFT JOIN crm_category u ON u.id = k.parent_id"
        )
        category = Fragment(" AND (k.code = %s OR u.code = %s)", (leaf.category, leaf.category))
    kind = (
        Fragment(" AND p.currency = %s", (leaf.currency,))
        if leaf.measure == "total"
        else Fragment(" AND p.kind = 'sale'")
    )
    parts = (kind, category, window, among)
    text = f"SELECT p.client_id FROM crm_purchase p{lines} WHERE p.client_id IS NOT NULL AND p.brand_id = %s" + "".join(
        part.text for part in parts
    )
    values = tuple(value for part in parts for value in part.values)
    return Fragment(f"{text} GROUP BY p.client_id", (scope.brand_id, *values))


def _consent(leaf: Consent, scope: Scope) -> Fragment:
    if leaf.state == "not_given":
        given = _consent(Consent(leaf.purpose, leaf.channel, "given"), scope)
        return joined("EXCEPT", [_everybody(scope), given])
    among = scope.among("n.client_id")
    text = (
        "SELECT n.client_id FROM consent_currentdecision n JOIN consent_decision d ON d.id = n.decision_id "
        "JOIN consent_purpose p ON p.id = n.purpose_id WHERE n.brand_id = %s AND p.code = %s AND n.channel = %s "
        "AND d.status = %s AND (d.valid_to IS NULL OR d.valid_to > %s)"
    )
    values = (scope.brand_id, leaf.purpose, leaf.channel, leaf.state, scope.at)
    return Fragment(text + among.text, (*values, *among.values))


def _relation(leaf: Relation, scope: Scope) -> Fragment:
    among = scope.among("r.client_id")
    text = (
        "SELECT r.client_id FROM crm_relationship r LEFT JOIN crm_boutique b ON b.id = r.boutique_id "
        f"WHERE r.brand_id = %s AND lower({_RELATION_COLUMNS[leaf.field]}) = ANY(%s){among.text}"
    )
    return Fragment(text, (scope.brand_id, [each.lower() for each in leaf.values], *among.values))


def _in_segment(leaf: InSegment, scope: Scope) -> Fragment:
    among = scope.among("m.client_id")
    text = (
        "SELECT m.client_id FROM crm_segmentmember m JOIN crm_segment s ON s.id = m.segment_id "
        f"WHERE s.brand_id = %s AND s.code = %s{among.text}"
    )
    return Fragment(text, (scope.brand_id, leaf.code, *among.values))


def _since(column: str, days: int | None, scope: Scope) -> Fragment:
    if days is None:
        return Fragment("")
    return Fragment(f" AND {column} > %s", (scope.at - timedelta(days=days),))


def _compared(counted: Fragment, comparison: str, number: object, scope: Scope) -> Fragment:
    """At least so many; or at most so many, which includes whoever has none at all."""
    if comparison == "at_least":
        return Fragment(f"{counted.text} >= %s", (*counted.values, number))
    more = Fragment(f"{counted.text} > %s", (*counted.values, number))
    return joined("EXCEPT", [_everybody(scope), more])
