"""Repairs and the whole profile, over the public interface."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from clienteling.models import Note, Repair, RepairStep
from consent.actions.protect import protect_client
from consent.models import AccessEntry
from crm.models import Boutique, Brand, CartItem, Client, Product, Relation, User, Wish
from tests.factories import make_client, make_known_client, make_purchase

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(now: datetime) -> Any:
    with time_machine.travel(now, tick=False):
        yield


def opened(api: APIClient, camille: Client, now: datetime, **changes: Any) -> Any:
    told = {
        "number": "R1", "client_uid": camille.uid, "sku": "TOTE", "description": "The clasp",
        "opened_at": now - timedelta(days=5), "boutique": "paris-saint-honore", "source": "workshop",
    }  # fmt: skip
    return api.post("/api/v1/repairs/", {**told, **changes}, format="json")


def stepped(api: APIClient, number: str, status: str, at: datetime) -> Any:
    return api.post(f"/api/v1/repairs/{number}/steps/", {"status": status, "at": at}, format="json")


def test_a_repair_is_opened_once(api: APIClient, camille: Client, tote: Product, now: datetime) -> None:
    first, second = opened(api, camille, now), opened(api, camille, now, description="Again")

    repair = Repair.objects.get()
    assert (first.status_code, second.status_code) == (201, 200)
    assert (repair.client, repair.description, repair.variant) == (camille, "The clasp", tote.variants.get())
    assert [step["status"] for step in second.json()["steps"]] == ["opened"]


def test_a_number_of_another_client_is_refused_and_nothing_changes(
    api: APIClient, camille: Client, boutique: Boutique, now: datetime
) -> None:
    opened(api, camille, now)
    other = make_known_client(boutique, "Dora")

    answer = opened(api, other, now)

    assert (answer.status_code, answer.json()["code"]) == (409, "repair_conflict")
    assert (Repair.objects.get().client, RepairStep.objects.count()) == (camille, 1)


def test_a_client_merged_since_is_the_same_client(
    api: APIClient, camille: Client, boutique: Boutique, now: datetime
) -> None:
    duplicate = make_client("Camile")
    opened(api, camille, now)
    Repair.objects.update(client=duplicate)
    Client.objects.filter(pk=duplicate.pk).update(canonical=camille)

    assert opened(api, camille, now).status_code == 200


@pytest.mark.parametrize("order", [("received", "completed", "closed"), ("closed", "completed", "received")])
def test_steps_told_in_any_order_lead_to_the_latest(
    api: APIClient, camille: Client, now: datetime, order: tuple[str, ...]
) -> None:
    opened(api, camille, now)
    moments = {name: now - timedelta(days=4 - day) for day, name in enumerate(("received", "completed", "closed"))}

    for status in order:
        assert stepped(api, "R1", status, moments[status]).status_code == 201
    again = stepped(api, "R1", "received", moments["received"])

    repair = Repair.objects.get()
    assert (repair.status, repair.closed_at) == ("closed", moments["closed"])
    assert again.status_code == 200
    assert [step["status"] for step in again.json()["steps"]] == ["opened", "received", "completed", "closed"]


@pytest.mark.parametrize(
    ("days", "code"), [(-9, "step_too_early"), (1, "invalid")], ids=["before it was opened", "still to come"]
)
def test_a_step_at_no_possible_time_is_refused(
    api: APIClient, camille: Client, now: datetime, days: int, code: str
) -> None:
    opened(api, camille, now)

    answer = stepped(api, "R1", "received", now + timedelta(days=days))

    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert (Repair.objects.get().status, RepairStep.objects.count()) == ("opened", 1)


def test_another_brand_steps_no_repair_of_ours(
    api: APIClient, other_api: APIClient, camille: Client, now: datetime
) -> None:
    opened(api, camille, now)

    answer = stepped(other_api, "R1", "received", now)

    assert (answer.status_code, answer.json()["code"]) == (404, "repair_unknown")
    assert RepairStep.objects.count() == 1


def test_repairs_are_listed_page_by_page_in_as_many_statements(api: APIClient, camille: Client, now: datetime) -> None:
    def listed(**asking: Any) -> tuple[list[str], int]:
        with CaptureQueriesContext(connection) as queries:
            answer = api.get("/api/v1/repairs/", {"client": camille.uid, **asking}).json()
        return [repair["number"] for repair in answer["results"]], len(queries)

    opened(api, camille, now)
    one = listed()
    for number in ("R2", "R3"):
        opened(api, camille, now, number=number)
    stepped(api, "R2", "closed", now)

    assert listed() == (["R1", "R2", "R3"], one[1])
    assert (listed(limit=2)[0], listed(is_open=True)[0], listed(is_open=False)[0]) == (
        ["R1", "R2"],
        ["R1", "R3"],
        ["R2"],
    )


def test_the_profile_says_what_this_brand_knows_and_no_note(
    api: APIClient, camille: Client, brand: Brand, other_brand: Brand, boutique: Boutique, tote: Product, now: datetime
) -> None:
    make_purchase(camille, boutique, tote, at=now)
    opened(api, camille, now)
    for house in (brand, other_brand):
        Wish.objects.create(client=camille, brand=house, sku=f"W-{house.code}", added_at=now, changed_at=now)
        CartItem.objects.create(client=camille, brand=house, sku=f"C-{house.code}", quantity=2, changed_at=now)
        Relation.objects.create(client=camille, name=f"Child of {house.code}", kind="child", brand=house)
    Note.objects.create(client=camille, boutique=boutique, author=brand_advisor(boutique), text="tea")

    profile = api.get(f"/api/v1/clients/{camille.uid}/").json()

    assert (profile["uid"], profile["family_name"], profile["country"]) == (camille.uid, "Laurent", "FR")
    assert [each["sku"] for each in profile["wish_list"]] == ["W-AURELLE"]
    assert [(each["sku"], each["quantity"]) for each in profile["cart"]] == [("C-AURELLE", 2)]
    assert [each["name"] for each in profile["relations"]] == ["Child of AURELLE"]
    assert [(each["number"], each["status"]) for each in profile["repairs"]] == [("R1", "opened")]
    assert [line["name"] for receipt in profile["purchases"] for line in receipt["lines"]] == ["Tote"]
    assert {each["namespace"] for each in profile["identifiers"]} == {"email", "phone"}
    assert "notes" not in profile


def brand_advisor(boutique: Boutique) -> Any:
    from tests.factories import make_user

    return make_user("Noor", "advisor", boutique=boutique)


def test_reading_a_profile_is_written_down(api: APIClient, camille: Client) -> None:
    api.get(f"/api/v1/clients/{camille.uid}/")

    entry = AccessEntry.objects.get()
    assert (entry.client, entry.action, entry.why, entry.user) == (camille, "api_read", "profile", None)


def test_the_list_leaves_out_whom_the_key_may_not_read(
    api: APIClient, camille: Client, brand: Brand, petra: User, now: datetime
) -> None:
    opened(api, camille, now)
    protect_client(camille, kind="famous", because="In the papers every week", actor=petra, at=now)
    reason = "The workshop asks who it is"

    seen = [
        api.get("/api/v1/repairs/", headers=headers).json()["results"] for headers in ({}, {"Access-Reason": reason})
    ]

    assert [[each["number"] for each in page] for page in seen] == [[], ["R1"]]


def test_the_list_leaves_out_whose_data_stay_in_their_region(
    api: APIClient, camille: Client, brand: Brand, now: datetime
) -> None:
    opened(api, camille, now)
    Client.objects.filter(pk=camille.pk).update(country="CN")

    assert api.get("/api/v1/repairs/").json()["results"] == []
