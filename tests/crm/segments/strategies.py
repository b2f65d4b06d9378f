"""Definitions of every kind, at random, over the few values that the test's house has."""

from typing import Any

from hypothesis import strategies as st

DAYS = st.sampled_from([1, 10, 30])
COMPARISON = st.sampled_from(["at_least", "at_most"])
ATTRIBUTE = st.fixed_dictionaries(
    {
        "kind": st.just("attribute"),
        "field": st.sampled_from(["country", "city"]),
        "test": st.sampled_from(["one_of", "none_of", "known", "unknown"]),
        "values": st.lists(st.sampled_from(["FR", "it", "Paris"]), min_size=1, max_size=2),
    }
)
BEHAVIOUR = st.fixed_dictionaries(
    {
        "kind": st.just("behaviour"),
        "event": st.sampled_from(["Product Viewed", "Product Added"]),
        "comparison": COMPARISON,
        "number": st.sampled_from([1, 2]),
        "days": st.none() | DAYS,
    }
)
PURCHASES = st.fixed_dictionaries(
    {
        "kind": st.just("purchases"),
        "measure": st.sampled_from(["count", "total", "days_since_last"]),
        "comparison": COMPARISON,
        "number": st.sampled_from([1, 2, 30]),
        "days": st.none() | DAYS,
        "currency": st.just("EUR"),
        "category": st.sampled_from(["", "bags", "leather"]),
    }
)
CONSENT = st.fixed_dictionaries(
    {
        "kind": st.just("consent"),
        "purpose": st.just("marketing"),
        "channel": st.just("email"),
        "state": st.sampled_from(["given", "withdrawn", "not_given"]),
    }
)
RELATION = st.one_of(
    st.just({"kind": "relationship", "field": "tier", "values": ["VIC"]}),
    st.just({"kind": "relationship", "field": "boutique", "values": ["paris-saint-honore"]}),
)
LEAF = st.one_of(ATTRIBUTE, BEHAVIOUR, PURCHASES, CONSENT, RELATION)


def groups(*segments: str) -> st.SearchStrategy[dict[str, Any]]:
    """Groups up to three deep, which may stand on these segments."""
    named = [st.just({"kind": "segment", "code": code}) for code in segments]
    leaf = st.one_of(LEAF, *named)
    operator = st.sampled_from(["and", "or", "not"])

    def group(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
        return st.fixed_dictionaries({"op": operator, "rules": st.lists(inner, min_size=1, max_size=3)})

    return group(st.one_of(leaf, leaf, group(leaf)))
