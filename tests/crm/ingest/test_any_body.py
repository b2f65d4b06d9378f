"""Whatever stands in a call, the answer is of the interface: kept, or refused with a code; never a failure of ours."""

import gzip
import json
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.ingest.urls import CALLS
from crm.models import Source
from tests.crm.ingest.sending import post

pytestmark = pytest.mark.django_db

# Letters that databases and codecs stumble over, among all the others: zero, half a pair, right to left.
TEXTS = st.text(max_size=40) | st.sampled_from(
    ["\0", "\ud800", "\u202e", "\U0001f48d", "null", "' OR 1=1 --", "\\u0000"]
)
NUMBERS = (
    st.integers() | st.floats() | st.sampled_from([10**400, -(2**63) - 1, 1e308, float("nan"), float("inf"), -0.0])
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
MOMENTS = VALUES | st.sampled_from(["2026-03-10T14:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
EVENTS = st.sampled_from(
    ["Product Viewed", "Order Completed", "Order Refunded", "Product Added", "Product Added to Wishlist", "Cart Viewed"]
)
PRODUCT = st.fixed_dictionaries({}, optional=dict.fromkeys(("sku", "product_id", "price", "quantity"), VALUES))
PROPERTIES = VALUES | st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("order_id", "total", "revenue", "currency", "sku", "cart_id", "quantity", "price"), VALUES),
        "products": VALUES | st.lists(PRODUCT | VALUES, max_size=3),
    },
)
CONTEXT = VALUES | st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("traits", "page", "consent", "locale", "timezone", "ip", "userAgent"), VALUES),
        "externalIds": VALUES
        | st.lists(
            st.fixed_dictionaries(
                {}, optional={"id": VALUES, "type": VALUES | st.sampled_from(["email", "phone", "card"])}
            ),
            max_size=3,
        ),
    },
)
CALL = VALUES | st.fixed_dictionaries(
    {"type": st.sampled_from(sorted(CALLS)) | VALUES},
    optional={
        **dict.fromkeys(
            ("messageId", "anonymousId", "userId", "previousId", "groupId", "name", "integrations"), VALUES
        ),
        **dict.fromkeys(("timestamp", "originalTimestamp", "sentAt"), MOMENTS),
        "event": EVENTS | VALUES,
        "properties": PROPERTIES,
        "traits": VALUES,
        "context": CONTEXT,
    },
)
BODY = st.fixed_dictionaries(
    {"batch": st.lists(CALL, max_size=4) | VALUES}, optional={"sentAt": MOMENTS, "context": CONTEXT, "writeKey": VALUES}
)
ANY = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def told(path: str, body: bytes, **headers: str) -> tuple[int, dict[str, Any]]:
    """The answer; what it stored is gone afterwards, so that each body meets the same house."""
    with transaction.atomic():
        answer = post(path, body, **headers)
        transaction.set_rollback(True)
    return answer.status_code, json.loads(answer.content)


def written(body: Any) -> bytes:
    """As a careless sender writes it: no number is too large, and half a pair of letters stays one."""
    return json.dumps(body, allow_nan=True).encode()


@ANY
@given(body=BODY)
def test_any_batch_is_accounted_for_call_by_call(website: Source, body: dict[str, Any]) -> None:
    status, answer = told("/v1/batch", written({"writeKey": website.write_key, **body}))

    assert status in {200, 400, 401, 413}
    if status == 200:
        assert answer["accepted"] + answer["duplicates"] + len(answer["rejected"]) == len(body["batch"])
    else:
        assert answer["code"]


@ANY
@given(kind=st.sampled_from(sorted(CALLS)), call=CALL)
def test_any_single_call_is_kept_or_refused(website: Source, kind: str, call: Any) -> None:
    whole = {"writeKey": website.write_key, **call} if isinstance(call, dict) else call

    status, answer = told(f"/v1/{kind}", written(whole))

    assert status in {200, 400, 401, 413}
    assert answer.get("success") is True or answer["code"]


@ANY
@given(body=st.binary(max_size=300), packed=st.booleans())
def test_any_bytes_are_refused_with_a_code(website: Source, body: bytes, packed: bool) -> None:
    headers = {"Content-Encoding": "gzip"} if packed else {}

    status, answer = told("/v1/batch", gzip.compress(body) if packed else body, **headers)

    assert (status, bool(answer["code"])) in {(400, True), (401, True)}


@ANY
@given(
    headers=st.fixed_dictionaries(
        {},
        optional={
            name: st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60)
            for name in ("Authorization", "Content-Encoding", "Origin", "Sec-GPC", "Content-Type", "Cookie")
        },
    )
)
def test_any_headers_are_answered(website: Source, headers: dict[str, str]) -> None:
    status, _ = told("/v1/batch", written({"writeKey": website.write_key, "batch": []}), **headers)

    assert status in {200, 400, 401, 403, 415}
