"""Who may call what: every address without a key, with the wrong scope, and with another brand's key."""

from datetime import datetime
from typing import Any

import pytest
from rest_framework.test import APIClient

from clienteling.api.urls import urlpatterns
from clienteling.models import Repair
from consent.models import HandedIn
from crm.actions.segment_versions import make_segment
from crm.models import Client, Interaction, Product, Purchase, StockAlert
from tests.clienteling.api.conftest import SCOPES, caller

# Method, address, scope, and a body or query that is whole.
ENDPOINTS: list[tuple[str, str, str, dict[str, Any]]] = [
    ("get", "products/", "catalogue:read", {}),
    ("get", "products/filters/", "catalogue:read", {}),
    ("get", "products/tote/", "catalogue:read", {}),
    ("get", "recommendations/", "recommendations:read", {"module": "trending"}),
    ("post", "back-in-stock/", "alerts:write", {"sku": "TOTE", "email": "a@mail.example", "source": "aurelle-web"}),
    (
        "post",
        "purchases/",
        "purchases:write",
        {
            "source": "till",
            "source_ref": "1",
            "currency": "EUR",
            "lines": [{"sku": "TOTE", "quantity": 1, "unit_price": "900"}],
        },
    ),
    (
        "post",
        "accounts/",
        "accounts:write",
        {"email": "a@mail.example", "password": "a-long-passphrase", "source": "aurelle-app"},
    ),
    (
        "post",
        "accounts/session/",
        "accounts:write",
        {"email": "a@mail.example", "password": "a-long-passphrase", "source": "aurelle-app"},
    ),
    ("get", "clients/{uid}/", "profiles:read", {}),
    ("get", "clients/{uid}/card/", "clients:read", {}),
    ("get", "clients/{uid}/choices/", "consents:read", {}),
    ("post", "clients/matches/", "clients:read", {"given_name": "Camille"}),
    ("post", "clients/{uid}/wish-list/", "lists:write", {"sku": "TOTE", "source": "app"}),
    ("post", "clients/{uid}/cart/", "lists:write", {"sku": "TOTE", "source": "app", "quantity": 1}),
    (
        "post",
        "source-totals/",
        "totals:write",
        {"source": "till", "totals": [{"day": "2026-03-10", "currency": "EUR", "count": 0, "amount": "0.00"}]},
    ),
    ("get", "clients/{uid}/segments/", "segments:read", {}),
    ("get", "segments/", "segments:read", {}),
    ("get", "segments/friends/members/", "segments:read", {}),
    ("post", "segments/friends/members/", "segments:write", {"client_uid": "{uid}"}),
    ("get", "repairs/", "repairs:read", {}),
    ("post", "repairs/", "repairs:write", {"number": "R1", "client_uid": "{uid}"}),
    ("post", "repairs/R0/steps/", "repairs:write", {"status": "received"}),
    ("get", "requests/", "requests:read", {}),
    ("post", "requests/", "requests:write", {"kind": "erasure", "client_uid": "{uid}", "idempotency_key": "k-1"}),
    ("get", "requests/H-0/", "requests:read", {}),
    ("post", "check-ins/codes/", "check-ins:write", {"client_uid": "{uid}"}),
    (
        "post",
        "consents/",
        "consents:write",
        {"client_uid": "{uid}", "purpose": "marketing", "channel": "email", "status": "given"},
    ),
    ("get", "consents/notices/", "consents:read", {}),
    ("post", "links/preferences/", "consents:write", {"client_uid": "{uid}"}),
    ("post", "links/read/", "links:read", {"token": "x"}),
]
NAMES = [f"{method} {path}" for method, path, _, _ in ENDPOINTS]


def called(api: APIClient, endpoint: tuple[str, str, str, dict[str, Any]], uid: str) -> Any:
    method, path, _, content = endpoint
    filled = {name: uid if value == "{uid}" else value for name, value in content.items()}
    address = "/api/v1/" + path.replace("{uid}", uid)
    return api.get(address, filled) if method == "get" else api.post(address, filled, format="json")


def counted() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Client, Purchase, StockAlert, Interaction, HandedIn))


def test_every_address_of_the_interface_is_in_the_matrix() -> None:
    addresses = {str(pattern.pattern) for pattern in urlpatterns} - {"schema/"}

    assert len(addresses) == len({path for _, path, _, _ in ENDPOINTS})


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=NAMES)
def test_without_a_key_nothing_is_answered(endpoint: Any, tote: Product, camille: Client) -> None:
    before = counted()

    answer = called(APIClient(), endpoint, camille.uid)

    assert (answer.status_code, answer.json()["code"]) == (401, "api_key_missing")
    assert answer["Content-Type"] == "application/problem+json"
    assert counted() == before


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=NAMES)
def test_a_revoked_or_made_up_key_is_refused(endpoint: Any, tote: Product, camille: Client) -> None:
    api, before = APIClient(), counted()
    api.credentials(HTTP_AUTHORIZATION="Bearer ck_00000000.made-up")

    answer = called(api, endpoint, camille.uid)

    assert (answer.status_code, answer.json()["code"]) == (401, "api_key_invalid")
    assert counted() == before


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=NAMES)
def test_every_scope_but_the_right_one_is_not_enough(endpoint: Any, tote: Product, camille: Client) -> None:
    api = caller(tote.brand, [scope for scope in SCOPES if scope != endpoint[2]])
    before = counted()

    answer = called(api, endpoint, camille.uid)

    assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")
    assert counted() == before


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=NAMES)
def test_the_right_scope_alone_is_enough(endpoint: Any, tote: Product, camille: Client) -> None:
    api = caller(tote.brand, [endpoint[2]])

    answer = called(api, endpoint, camille.uid)

    # A log-in to an account that is not there, a token that is none, a repair that was never opened, a request that
    # nobody handed in and a segment that nobody made are answered too, with their own codes.
    assert answer.status_code in {200, 201} or answer.json()["code"] in {
        "login_failed",
        "token_invalid",
        "repair_unknown",
        "request_unknown",
        "segment_unknown",
    }


# What an address or a body can name, and the like of it that there is not.
UNKNOWN = {"tote": "nothing", "friends": "nobody", "R0": "R9", "H-0": "H-9"}
OF_SOMETHING = [
    each
    for each in ENDPOINTS
    if "{uid}" in (*each[1].split("/"), *map(str, each[3].values())) or set(each[1].split("/")) & set(UNKNOWN)
    # Whoever is named in a request, the answer is a number and a day (test_requests.py).
    if each[:2] != ("post", "requests/")
]


@pytest.mark.parametrize("endpoint", OF_SOMETHING, ids=lambda each: f"{each[0]} {each[1]}")
def test_another_brands_key_gets_the_answer_of_what_does_not_exist(
    endpoint: Any, other_api: APIClient, tote: Product, camille: Client, now: datetime
) -> None:
    make_segment(tote.brand, code="friends", name="Friends", kind="static")
    Repair.objects.create(client=camille, brand=tote.brand, number="R0", opened_at=now)
    method, path, scope, content = endpoint
    unknown = "/".join(UNKNOWN.get(part, part) for part in path.split("/"))
    before = counted()

    theirs = called(other_api, endpoint, camille.uid)
    nobodys = called(other_api, (method, unknown, scope, content), "C-0000000000")

    assert (theirs.status_code, theirs.json()) == (404, nobodys.json())
    assert counted() == before


def test_repairs_of_another_brands_client_are_those_of_nobody(other_api: APIClient, camille: Client) -> None:
    theirs, nobodys = (other_api.get("/api/v1/repairs/", {"client": uid}) for uid in (camille.uid, "C-0000000000"))

    assert (theirs.status_code, theirs.json()) == (404, nobodys.json())


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("check-ins/codes/", {}),
        ("repairs/", {"number": "R1"}),
        ("consents/", {"purpose": "marketing", "channel": "email", "status": "given"}),
        (
            "purchases/",
            {
                "source": "till",
                "source_ref": "1",
                "currency": "EUR",
                "lines": [{"sku": "TOTE", "quantity": 1, "unit_price": "900"}],
            },
        ),
    ],
)
def test_another_brands_key_does_nothing_to_a_client_it_does_not_know(
    path: str, content: dict[str, Any], other_api: APIClient, camille: Client
) -> None:
    before = counted()

    answer = other_api.post(f"/api/v1/{path}", {**content, "client_uid": camille.uid}, format="json")

    assert (answer.status_code, answer.json()["code"]) == (404, "client_unknown")
    assert counted() == before
