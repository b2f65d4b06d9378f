"""Rights handed in over the public interface: a number and a day, whoever is named."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from consent.models import AccessEntry, HandedIn, SubjectRequest
from consent.rights.handed_in import take_in_next
from crm.models import Brand, Client

pytestmark = pytest.mark.django_db
HERE = "/api/v1/requests/"


@pytest.fixture(autouse=True)
def _tuesday(now: datetime) -> Any:
    with time_machine.travel(now, tick=False):
        yield


def hand_in(api: APIClient, **facts: Any) -> Any:
    body = {"kind": "erasure", "email": "camille@mail.example", "idempotency_key": "k-1", **facts}
    return api.post(HERE, {name: value for name, value in body.items() if value is not None}, format="json")


def test_the_answer_is_a_number_and_a_day_whoever_is_named(api: APIClient, camille: Client) -> None:
    answers = [
        hand_in(api, **{"email": None, "idempotency_key": name, field: name})
        for field, name in (
            ("email", "Camille@Mail.example"), ("email", "nobody@mail.example"), ("phone", "+33 6 39 98 00 01"),
            ("client_uid", camille.uid), ("client_uid", "C-NOBODY"),
        )
    ]  # fmt: skip

    said = [(each.status_code, {**each.json(), "id": each.json()["id"][:2]}) for each in answers]
    assert said == [
        (
            201,
            {
                "id": "H-", "kind": "erasure", "received_at": "2026-03-10T14:00:00Z", "due_at": "2026-04-10T14:00:00Z",
                "state": "received",
            },
        )
    ] * 5  # fmt: skip
    assert len({each.json()["id"] for each in answers}) == 5


def test_sent_again_it_is_the_same(api: APIClient, camille: Client) -> None:
    first, again = hand_in(api), hand_in(api)

    assert (first.status_code, again.status_code, again.json()) == (201, 200, first.json())
    assert HandedIn.objects.count() == 1


def test_the_month_begins_when_the_person_asked(api: APIClient, now: datetime) -> None:
    answer = hand_in(api, received_at=(now - timedelta(days=3)).isoformat())

    assert answer.json()["due_at"] == "2026-04-07T14:00:00Z"


@pytest.mark.parametrize(
    ("facts", "status", "code"),
    [
        ({"kind": "oblivion"}, 400, "invalid"),
        ({"email": None}, 400, "invalid"),
        ({"client_uid": "C-1"}, 400, "invalid"),
        ({"email": "nobody"}, 400, "invalid"),
        ({"email": None, "phone": "12"}, 400, "invalid"),
        ({"idempotency_key": "a" * 65}, 400, "invalid"),
        ({"idempotency_key": ""}, 400, "invalid"),
        ({"detail": "a" * 1001}, 400, "invalid"),
        ({"kind": "rectification"}, 400, "detail_missing"),
        ({"received_at": "2026-03-10T14:00:01Z"}, 400, "received_at_invalid"),
        ({"received_at": "2025-03-10T14:00:01Z"}, 400, "received_at_invalid"),
    ],
)
def test_what_is_not_whole_is_refused_with_a_code(
    api: APIClient, facts: dict[str, Any], status: int, code: str
) -> None:
    answer = hand_in(api, **facts)

    assert (answer.status_code, answer.json()["code"], HandedIn.objects.count()) == (status, code, 0)


def test_another_request_under_one_key_is_a_conflict(api: APIClient) -> None:
    hand_in(api)

    answer = hand_in(api, kind="access")

    assert (answer.status_code, answer.json()["code"], HandedIn.objects.count()) == (409, "idempotency_conflict", 1)


def test_a_house_follows_its_own_and_no_other(api: APIClient, other_api: APIClient, camille: Client) -> None:
    ids = [hand_in(api, idempotency_key=key).json()["id"] for key in ("k-1", "k-2", "k-3")]
    take_in_next(now=HandedIn.objects.earliest("pk").created_at)

    first = api.get(HERE, {"limit": 2}).json()
    rest = api.get(first["next"]).json()

    assert [each["id"] for each in first["results"] + rest["results"]] == ids
    assert [each["state"] for each in first["results"]] == ["waiting", "received"]
    assert api.get(f"{HERE}{ids[0].lower()}/").json() == first["results"][0]
    assert other_api.get(HERE).json()["results"] == []
    theirs, nobodys = other_api.get(f"{HERE}{ids[0]}/"), other_api.get(f"{HERE}H-00000000/")
    assert (theirs.status_code, theirs.json(), theirs.json()["code"]) == (404, nobodys.json(), "request_unknown")


def test_reading_is_written_down_and_names_nobody(api: APIClient, camille: Client) -> None:
    number = hand_in(api).json()["id"]

    answers = [api.get(HERE), api.get(f"{HERE}{number}/")]

    assert ["camille" in each.content.decode() for each in answers] == [False, False]
    read = AccessEntry.objects.filter(action="api_read", why="requests")
    assert [(each.client, each.fields) for each in read] == [(None, ["requests"])] * 2


def test_a_group_key_names_the_house(brand: Brand, camille: Client) -> None:
    from tests.clienteling.api.conftest import caller

    api = caller(None, ["requests:write"])
    body = {"kind": "erasure", "email": "camille@mail.example", "idempotency_key": "k-1"}

    without = api.post(HERE, body, format="json")
    answer = api.post(f"{HERE}?brand={brand.code}", body, format="json")

    assert (without.json()["code"], answer.status_code) == ("brand_missing", 201)
    take_in_next(now=HandedIn.objects.get().created_at)
    assert SubjectRequest.objects.get().client == camille
