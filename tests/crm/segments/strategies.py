"""Definitions of every kind, at random, over the few values that the test's house has."""

from typing import Any

from hypothesis import strategies as st

DAYS = st.sampled_from([1, 10, 30])
COMPARISON = st.sampled_from(["at_least", "at_most"])
ATTRIBUTE = st.fixed_dictionaries(
    {
        "kind": st.just("attribute"),
        "field": st.sampled_from(["country", "city", "salutation"]),
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
        "where": st.sampled_from(
            [
                [],
                [{"property": "category", "test": "one_of", "values": ["bags"]}],
                [{"property": "price", "test": "at_least", "number": 100}, {"property": "category", "test": "known"}],
            ]
        ),
    }
)
PURCHASES = st.fixed_dictionaries(
    {
        "kind": st.just("purchases"),
        "measure": st.sampled_from(["count", "total", "returns", "days_since_last"]),
        "comparison": COMPARISON,
        "number": st.sampled_from([1, 2, 30]),
        "days": st.none() | DAYS,
        "currency": st.just("EUR"),
        "category": st.sampled_from(["", "bags", "leather"]),
        "channel": st.sampled_from(["", "", "boutique", "online"]),
    }
)
SISTERS = st.fixed_dictionaries(
    {
        "kind": st.just("purchases"),
        "measure": st.sampled_from(["count", "days_since_last"]),
        "comparison": COMPARISON,
        "number": st.sampled_from([1, 10]),
        "brand": st.just("SORANE"),
    }
)
DATES = st.one_of(
    st.fixed_dictionaries({"kind": st.just("age"), "comparison": COMPARISON, "number": st.sampled_from([29, 30])}),
    st.fixed_dictionaries({"kind": st.just("birthday"), "number": st.sampled_from([1, 7, 30])}),
    st.fixed_dictionaries({"kind": st.just("key_date"), "number": st.sampled_from([1, 20])}),
    st.fixed_dictionaries({"kind": st.just("known"), "comparison": COMPARISON, "number": st.sampled_from([5, 30])}),
)
WANTS = st.one_of(
    st.fixed_dictionaries({
        "kind": st.just("wish"), "comparison": COMPARISON, "number": st.just(1),
        "category": st.sampled_from(["", "bags"]), "days": st.none() | DAYS,
    }),
    st.fixed_dictionaries({
        "kind": st.just("cart"), "comparison": COMPARISON, "number": st.sampled_from([1, 2]), "days": st.none() | DAYS,
        "idle_days": st.none() | DAYS,
    }),
)  # fmt: skip
KNOWN_OF_THEM = st.sampled_from(
    [
        {"kind": "taste", "name": "colour", "test": "one_of", "values": ["Navy"]},
        {"kind": "taste", "name": "colour", "test": "unknown"},
        {"kind": "related", "values": ["spouse", "child"]},
        {"kind": "loyalty", "values": ["gold"]},
        {"kind": "loyalty", "comparison": "at_least", "number": 100},
        {"kind": "score", "model": "intent", "comparison": "at_most", "number": 0.5},
        {"kind": "repair", "state": "open", "comparison": "at_least", "number": 1, "days": 10},
        {"kind": "satisfaction", "question": "nps", "comparison": "at_most", "number": 6, "days": 30},
    ]
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
    st.just({"kind": "relationship", "field": "advisor", "values": ["alice@aurelle.example"]}),
)
LEAF = st.one_of(ATTRIBUTE, BEHAVIOUR, PURCHASES, SISTERS, DATES, WANTS, KNOWN_OF_THEM, CONSENT, RELATION)


def groups(*segments: str) -> st.SearchStrategy[dict[str, Any]]:
    """Groups up to three deep, which may stand on these segments."""
    named = [st.just({"kind": "segment", "code": code}) for code in segments]
    leaf = st.one_of(LEAF, *named)
    operator = st.sampled_from(["and", "or", "not"])

    def group(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
        return st.fixed_dictionaries({"op": operator, "rules": st.lists(inner, min_size=1, max_size=3)})

    return group(st.one_of(leaf, leaf, group(leaf)))
