"""Accounts, cards, codes and links over the public interface."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from clienteling.api.links import LINK_SECONDS
from clienteling.api.urls import urlpatterns
from clienteling.lib.tokens import hash_code, sign_link
from clienteling.models import CheckInCode
from consent.actions.protect import protect_client
from consent.models import AccessEntry
from crm.models import Boutique, Brand, Client, CustomerAccount, Product, StockAlert, User
from journeys.models import Enrolment, Journey, Send
from tests.factories import (
    allow_contact,
    make_category,
    make_client,
    make_interaction,
    make_known_client,
    make_product,
    make_purchase,
    make_source,
    set_stock,
)

PASSWORD = "a-long-passphrase"


def post(api: APIClient, path: str, **body: Any) -> Any:
    return api.post(f"/api/v1/{path}", body, format="json")


def opened(api: APIClient, **changes: Any) -> Any:
    account = {"email": "camille@mail.example", "password": PASSWORD, "source": "aurelle-app", "language": "fr"}
    return post(api, "accounts/", **{**account, **changes})


def sent(client: Client, brand: Brand, skus: list[str], at: datetime) -> Send:
    """A message that recommended these."""
    journey = Journey.objects.get(brand=brand, code="still-unavailable")
    version = journey.versions.latest("number")
    enrolment = Enrolment.objects.create(journey=journey, version=version, client=client, node="wave", due_at=at)
    return Send.objects.create(
        enrolment=enrolment,
        node="wave",
        visit=1,
        channel="email",
        client=client,
        brand=brand,
        purpose="stock-alerts",
        template="still-unavailable",
        language="fr",
        payload={"about": "CLUTCH", "recommendations": [{"sku": sku, "reason": "similar", "args": {}} for sku in skus]},
        due_at=at,
        expires_at=at,
    )


def test_an_account_made_from_the_link_is_the_same_client(api: APIClient, camille: Client) -> None:
    answer = opened(api, client_uid=camille.uid)

    assert answer.status_code == 201
    assert answer.json() == {
        "client_uid": camille.uid,
        "name": "Camille Laurent",
        "given_name": "Camille",
        "language": "fr",
    }


def test_the_address_of_a_known_client_alone_opens_nothing(api: APIClient, camille: Client) -> None:
    answer = opened(api)

    assert (answer.status_code, answer.json()["code"]) == (409, "link_needed")
    assert CustomerAccount.objects.count() == 0


def test_a_second_account_for_an_address_is_refused(api: APIClient, camille: Client) -> None:
    opened(api, client_uid=camille.uid)

    answer = opened(api)

    assert (answer.status_code, answer.json()["code"]) == (409, "account_exists")
    assert CustomerAccount.objects.count() == 1


def test_a_weak_password_leaves_nobody_behind(api: APIClient) -> None:
    answer = opened(api, password="password")

    assert (answer.status_code, answer.json()["code"]) == (400, "password_weak")
    assert (CustomerAccount.objects.count(), Client.objects.count()) == (0, 0)


def test_log_in_answers_a_wrong_password_and_an_unknown_address_alike(api: APIClient) -> None:
    opened(api)

    wrong = post(api, "accounts/session/", email="camille@mail.example", password="wrong", source="aurelle-web")
    unknown = post(api, "accounts/session/", email="nobody@mail.example", password="wrong", source="aurelle-web")

    assert (wrong.status_code, wrong.json()["code"]) == (401, "login_failed")
    assert wrong.json() == unknown.json()


def test_five_failures_lock_the_account_even_for_the_right_password(api: APIClient) -> None:
    opened(api)
    for _ in range(5):
        post(api, "accounts/session/", email="camille@mail.example", password="wrong", source="aurelle-web")

    answer = post(api, "accounts/session/", email="camille@mail.example", password=PASSWORD, source="aurelle-web")

    assert (answer.status_code, answer.json()["code"]) == (429, "locked")


def test_a_card_shows_orders_wishes_consents_and_segments(
    api: APIClient, camille: Client, boutique: Boutique, tote: Product, clutch: Product, now: datetime
) -> None:
    make_purchase(camille, boutique, tote, at=now, source_ref="T-1")
    StockAlert.objects.create(brand=tote.brand, client=camille, variant=clutch.variants.get())
    allow_contact(camille, tote.brand)

    card = api.get(f"/api/v1/clients/{camille.uid}/card/").json()

    assert (card["uid"], card["name"]) == (camille.uid, "Camille Laurent")
    assert [(order["reference"], order["lines"][0]["product"]) for order in card["orders"]] == [("T-1", "tote")]
    assert [(alert["product"], alert["in_stock"]) for alert in card["alerts"]] == [("clutch", False)]
    states = {(each["purpose"], each["channel"]): each["state"] for each in card["consents"]}
    assert states == {
        ("marketing", "email"): "yes",
        ("marketing", "sms"): "unknown",
        ("marketing", "phone"): "unknown",
        ("marketing", "whatsapp"): "unknown",
        ("stock-alerts", "email"): "unknown",
        ("stock-alerts", "sms"): "unknown",
        ("stock-alerts", "whatsapp"): "unknown",
        ("profiling", ""): "unknown",
        ("measurement", ""): "unknown",
    }


def test_reading_a_card_is_written_into_the_access_log(api: APIClient, camille: Client) -> None:
    api.get(f"/api/v1/clients/{camille.uid}/card/")

    entry = AccessEntry.objects.get()
    assert (entry.client, entry.action, entry.user) == (camille, "api_read", None)
    assert entry.api_key.startswith("ck_")


@pytest.mark.parametrize("count", [1, 3])
def test_a_card_costs_the_same_queries_for_any_number_of_orders(
    count: int, api: APIClient, camille: Client, boutique: Boutique, tote: Product, now: datetime
) -> None:
    for number in range(count):
        make_purchase(camille, boutique, tote, at=now - timedelta(days=number))

    with CaptureQueriesContext(connection) as queries:
        card = api.get(f"/api/v1/clients/{camille.uid}/card/").json()

    assert len(card["orders"]) == count
    assert len(queries) == 23


def test_a_merged_client_answers_with_the_survivor(api: APIClient, camille: Client) -> None:
    duplicate = make_client("Camille")
    duplicate.canonical = camille
    duplicate.save()

    assert api.get(f"/api/v1/clients/{duplicate.uid}/card/").json()["uid"] == camille.uid


def test_a_code_is_kept_as_its_hash_and_dies_in_a_minute(api: APIClient, camille: Client) -> None:
    answer = post(api, "check-ins/codes/", client_uid=camille.uid)

    code = CheckInCode.objects.get()
    assert answer.status_code == 201
    assert (code.client, code.sha256) == (camille, hash_code(answer.json()["code"]))
    assert code.expires_at - code.created_at <= timedelta(seconds=60)


def test_a_link_says_whom_it_speaks_to_and_no_address(api: APIClient, camille: Client) -> None:
    answer = post(api, "links/read/", token=sign_link("app", {"uid": camille.uid, "send": None}))

    assert answer.json() == {
        "client_uid": camille.uid,
        "given_name": "Camille",
        "language": "fr",
        "has_account": False,
        "products": [],
    }


def test_a_link_brings_the_pieces_of_its_message_the_touched_one_first(
    api: APIClient, camille: Client, tote: Product, now: datetime
) -> None:
    make_product(tote.brand, "scarf", category="scarves")
    send = sent(camille, tote.brand, ["TOTE", "SCARF", "GONE"], now)
    link = {"uid": camille.uid, "send": send.pk}

    plain = post(api, "links/read/", token=sign_link("app", link))
    touched = post(api, "links/read/", token=sign_link("app", {**link, "product": "scarf"}))

    assert (plain.json()["products"], touched.json()["products"]) == (["tote", "scarf"], ["scarf", "tote"])


def test_a_link_brings_nothing_of_somebody_elses_message(
    api: APIClient, camille: Client, tote: Product, boutique: Boutique, now: datetime
) -> None:
    send = sent(camille, tote.brand, ["TOTE"], now)
    other = make_known_client(boutique, "Dora")

    answer = post(api, "links/read/", token=sign_link("app", {"uid": other.uid, "send": send.pk}))

    assert answer.json()["products"] == []


def test_an_old_link_is_gone(api: APIClient, camille: Client, now: datetime) -> None:
    with time_machine.travel(now, tick=False):
        token = sign_link("app", {"uid": camille.uid})

    with time_machine.travel(now + timedelta(seconds=LINK_SECONDS + 1), tick=False):
        answer = post(api, "links/read/", token=token)

    assert (answer.status_code, answer.json()["code"]) == (410, "token_expired")


def test_a_link_for_something_else_or_tampered_with_is_refused(api: APIClient, camille: Client) -> None:
    whole = sign_link("app", {"uid": camille.uid})

    for token in (sign_link("preferences", {"uid": camille.uid}), whole[:-1], "x" + whole, "nonsense"):
        answer = post(api, "links/read/", token=token)

        assert (answer.status_code, answer.json()["code"]) == (400, "token_invalid")


def modules(api: APIClient, module: str, **asking: str) -> list[tuple[str, str]]:
    answer = api.get("/api/v1/recommendations/", {"module": module, **asking}).json()
    return [(item["product"]["code"], item["reason_code"]) for item in answer["items"]]


def test_similar_pieces_are_in_stock_and_say_why(api: APIClient, tote: Product, clutch: Product) -> None:
    set_stock(make_product(tote.brand, "candle", category="home"), tote.brand.boutiques.get(), 1)

    answer = api.get("/api/v1/recommendations/", {"module": "similar", "product": "clutch", "language": "fr"}).json()

    assert [(item["sku"], item["reason"]) for item in answer["items"]] == [
        ("TOTE", "À offrir aussi, d’un prix proche de Clutch")
    ]


def test_what_a_device_saw_is_shown_to_that_device_alone(api: APIClient, tote: Product, brand: Brand) -> None:
    make_interaction(make_source(brand), anonymous_id="device-1", properties={"sku": "TOTE"})

    assert modules(api, "seen", anonymous_id="device-1") == [("tote", "seen")]
    assert modules(api, "seen", anonymous_id="device-2") == []
    assert modules(api, "seen") == []


def test_a_history_is_used_only_with_consent_to_profiling(
    api: APIClient, camille: Client, tote: Product, now: datetime, boutique: Boutique
) -> None:
    scarves = make_category(tote.brand, "scarves")
    assert tote.category is not None
    tote.category.complements.add(scarves)
    online = tote.brand.boutiques.get(kind="online")
    set_stock(make_product(tote.brand, "scarf", category="scarves"), online, 1)
    make_purchase(camille, boutique, tote, at=now)

    before = modules(api, "complementary", client=camille.uid)
    post(api, "consents/", client_uid=camille.uid, purpose="profiling", status="given", method="app")

    assert before == []
    assert modules(api, "complementary", client=camille.uid) == [("scarf", "completes")]


def test_a_module_about_a_client_needs_one(api: APIClient, tote: Product) -> None:
    answer = api.get("/api/v1/recommendations/", {"module": "for_you"})

    assert (answer.status_code, answer.json()["code"]) == (400, "client_missing")


def test_the_document_describes_every_address(api: APIClient) -> None:
    answer = APIClient().get("/api/v1/schema/", headers={"Accept": "application/vnd.oai.openapi+json"})

    assert answer.status_code == 200
    assert len(answer.json()["paths"]) == len(urlpatterns) - 1


def test_what_suits_a_client_is_read_as_everything_else_of_theirs(
    api: APIClient, camille: Client, online: Boutique, petra: User, now: datetime
) -> None:
    asked = {"module": "for_you", "client": camille.uid}
    protect_client(camille, kind="famous", because="In the papers every week", actor=petra, at=now)

    refused = api.get("/api/v1/recommendations/", asked)
    answered = api.get("/api/v1/recommendations/", asked, headers={"Access-Reason": "the client's own request"})

    assert (refused.status_code, refused.json()["code"], answered.status_code) == (403, "reason_required", 200)
    assert AccessEntry.objects.get(client=camille, action="api_read").fields == ["recommendations"]
