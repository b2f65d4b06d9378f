"""Receipts, wishes and decisions sent to the house."""

from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from consent.actions.decide import record_decision
from consent.actions.suppress import withdraw_by_link
from consent.contact_hash import contact_hash
from consent.models import Decision, Suppression
from consent.queries.permission import decision_on, may_contact
from crm.models import Boutique, Brand, Client, Identifier, Product, Purchase, Segment, Stock, StockAlert, User
from tests.factories import add_identifier, make_boutique, make_product, make_user


def receipt(**changes: Any) -> dict[str, Any]:
    lines = [{"sku": "TOTE", "quantity": 1, "unit_price": "900.00"}]
    return {"source": "till", "source_ref": "R-1", "currency": "EUR", "lines": lines, **changes}


def post(api: APIClient, path: str, body: dict[str, Any]) -> Any:
    return api.post(f"/api/v1/{path}", body, format="json")


def test_a_receipt_sent_twice_is_one_purchase(api: APIClient, tote: Product, online: Boutique) -> None:
    first, second = post(api, "purchases/", receipt()), post(api, "purchases/", receipt())

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert Purchase.objects.count() == 1
    assert Stock.objects.get(variant__sku="TOTE", boutique=online).quantity == 2


def test_the_same_number_with_other_lines_is_refused(api: APIClient, tote: Product, online: Boutique) -> None:
    post(api, "purchases/", receipt())

    answer = post(api, "purchases/", receipt(lines=[{"sku": "TOTE", "quantity": 2, "unit_price": "900.00"}]))

    assert (answer.status_code, answer.json()["code"]) == (409, "purchase_differs")
    assert str(Purchase.objects.get().total) == "900.00"
    assert Stock.objects.get(variant__sku="TOTE", boutique=online).quantity == 2


def test_a_purchaser_is_found_by_address_and_keeps_the_known_name(
    api: APIClient, tote: Product, camille: Client
) -> None:
    person = {"email": "Camille@Mail.example", "given_name": "Kamille", "family_name": "L."}

    answer = post(api, "purchases/", receipt(purchaser=person))

    camille.refresh_from_db()
    assert answer.json()["client_uid"] == camille.uid
    assert camille.name == "Camille Laurent"


def test_a_new_purchaser_becomes_a_client_of_the_brand(api: APIClient, tote: Product) -> None:
    person = {"email": "new@mail.example", "given_name": "Noor", "language": "fr"}

    answer = post(api, "purchases/", receipt(purchaser=person))

    client = Client.objects.get(uid=answer.json()["client_uid"])
    assert (client.name, client.language) == ("Noor", "fr")
    assert [relationship.brand for relationship in client.relationships.filter(boutique=None)] == [tote.brand]


def test_an_anonymous_sale_stays_anonymous(api: APIClient, tote: Product) -> None:
    assert post(api, "purchases/", receipt()).json()["client_uid"] is None


def test_a_return_has_negative_quantities(api: APIClient, tote: Product) -> None:
    back = [{"sku": "TOTE", "quantity": -1, "unit_price": "900.00"}]

    answer = post(api, "purchases/", receipt(kind="return", lines=back))
    wrong = post(api, "purchases/", receipt(kind="return", source_ref="R-2"))

    assert (answer.status_code, answer.json()["total"]) == (201, "-900.00")
    assert (wrong.status_code, wrong.json()["code"]) == (400, "return_not_negative")
    assert Purchase.objects.count() == 1


def test_the_advisor_of_a_sale_is_of_that_boutique(
    api: APIClient, tote: Product, boutique: Boutique, alice: User, charlie: User
) -> None:
    sold = post(api, "purchases/", receipt(boutique=boutique.code, advisor=alice.email))
    refused = post(api, "purchases/", receipt(source_ref="R-2", boutique=boutique.code, advisor=charlie.email))

    assert sold.status_code == 201
    assert (refused.status_code, refused.json()["code"]) == (400, "advisor_unknown")


def test_the_advisor_of_a_sale_that_names_no_boutique_is_of_the_house(
    api: APIClient, brand: Brand, alice: User, hana: User, other_brand: Brand
) -> None:
    make_product(brand, "tote")
    sister = make_user("Sofia", "advisor", boutique=make_boutique(other_brand, "milano"))
    sold = post(api, "purchases/", receipt(advisor=alice.email))
    refused = [post(api, "purchases/", receipt(source_ref=each.email, advisor=each.email)) for each in (hana, sister)]

    assert sold.status_code == 201
    assert [(each.status_code, each.json()["code"]) for each in refused] == [(400, "advisor_unknown")] * 2
    assert [purchase.advisor for purchase in Purchase.objects.all()] == [alice]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"lines": []}, "lines"),
        ({"lines": [{"sku": "TOTE", "quantity": 0, "unit_price": "1"}]}, "lines"),
        ({"lines": [{"sku": "TOTE", "quantity": 1, "unit_price": "-1"}]}, "lines"),
        ({"lines": [{"sku": "TOTE", "quantity": 1, "unit_price": "1"}] * 201}, "lines"),
        ({"currency": "euro"}, "currency"),
        ({"source_ref": "x" * 81}, "source_ref"),
        ({"occurred_at": "yesterday"}, "occurred_at"),
        ({"purchaser": {"given_name": "Nobody"}}, "purchaser"),
    ],
)
def test_a_receipt_that_is_not_whole_is_refused(
    change: dict[str, Any], field: str, api: APIClient, tote: Product
) -> None:
    answer = post(api, "purchases/", receipt(**change))

    assert (answer.status_code, answer.json()["code"], list(answer.json()["errors"])) == (400, "invalid", [field])
    assert (Purchase.objects.count(), Client.objects.count()) == (0, 0)


def wish(**changes: Any) -> dict[str, Any]:
    return {"sku": "CLUTCH", "email": "camille@mail.example", "tags": ["gift"], "source": "aurelle-web", **changes}


def test_a_wish_makes_the_client_and_the_gift_segment_once(api: APIClient, clutch: Product) -> None:
    gift = Segment.objects.create(brand=clutch.brand, code="gift", name="Gift", tag="gift")

    first, second = post(api, "back-in-stock/", wish()), post(api, "back-in-stock/", wish())

    client = Client.objects.get()
    assert (first.status_code, second.status_code) == (201, 200)
    assert (first.json()["is_new"], second.json()["is_new"]) == (True, False)
    assert [member.client for member in gift.members.all()] == [client]
    assert StockAlert.objects.filter(client=client).count() == 1


def test_a_wish_gives_consent_to_the_alert_alone(api: APIClient, clutch: Product) -> None:
    post(api, "back-in-stock/", wish())
    alone = list(Decision.objects.values_list("purpose__code", flat=True))
    post(api, "back-in-stock/", wish(email="other@mail.example", marketing=True))

    assert alone == ["stock-alerts"]
    assert list(Decision.objects.order_by("id").values_list("purpose__code", flat=True)[1:]) == [
        "stock-alerts",
        "marketing",
    ]


def test_the_answer_to_a_wish_repeats_no_address(api: APIClient, clutch: Product) -> None:
    answer = post(api, "back-in-stock/", wish())

    assert list(answer.json()) == ["sku", "status", "requested_at", "is_new"]


def test_nobody_fills_somebody_elses_letter_box(api: APIClient, clutch: Product) -> None:
    answers = [post(api, "back-in-stock/", wish()).status_code for _ in range(20)]

    refused = post(api, "back-in-stock/", wish(email="CAMILLE@mail.example"))

    assert answers == [201] + 19 * [200]
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_wishes")
    assert post(api, "back-in-stock/", wish(email="other@mail.example")).status_code == 201


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"email": "not an address"}, 400, "invalid"),
        ({"email": "noreply@mail.example"}, 400, "value_blocked"),
        ({"sku": "NOTHING"}, 404, "sku_unknown"),
        ({"tags": ["x"] * 21}, 400, "invalid"),
    ],
)
def test_a_wish_that_cannot_be_kept_leaves_nothing(
    change: dict[str, Any], status: int, code: str, api: APIClient, clutch: Product
) -> None:
    answer = post(api, "back-in-stock/", wish(**change))

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (Client.objects.count(), Identifier.objects.count(), StockAlert.objects.count()) == (0, 0, 0)


def test_a_decision_keeps_the_notice_that_was_shown(api: APIClient, camille: Client) -> None:
    choice = {"client_uid": camille.uid, "purpose": "marketing", "channel": "email", "language": "fr"}

    answer = post(api, "consents/", {**choice, "status": "given", "method": "app", "origin": "/app/privacy/"})

    decision = Decision.objects.get()
    shown = api.get("/api/v1/consents/notices/?language=fr").json()
    assert answer.status_code == 201
    assert decision.notice is not None
    assert decision.notice.sha256 == next(each["sha256"] for each in shown if each["purpose"] == "marketing")


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"purpose": "nothing"}, 409, "purpose_unknown"),
        ({"channel": "whatsapp-business"}, 409, "contact_missing"),
        ({"status": "maybe"}, 400, "invalid"),
        ({"method": "staff"}, 400, "invalid"),
    ],
)
def test_a_decision_that_cannot_stand_is_not_kept(
    change: dict[str, Any], status: int, code: str, api: APIClient, camille: Client
) -> None:
    choice = {"client_uid": camille.uid, "purpose": "marketing", "channel": "email", "status": "given"}

    answer = post(api, "consents/", {**choice, **change})

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert Decision.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"advisor": "nobody@aurelle.example"}, "advisor_unknown"),
        ({"kind": "return"}, "return_not_negative"),
    ],
)
def test_a_refused_receipt_makes_no_client(api: APIClient, online: Boutique, change: dict[str, str], code: str) -> None:
    nora = {"email": "nora@mail.example", "given_name": "Nora"}

    answer = post(api, "purchases/", receipt(purchaser=nora, **change))

    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert (Client.objects.count(), Purchase.objects.count()) == (0, 0)


@pytest.mark.parametrize(("method", "status"), [("web_form", "pending"), ("api", "pending"), ("app", "given")])
def test_only_the_clients_own_log_in_undoes_an_unsubscription(
    api: APIClient, camille: Client, brand: Brand, now: datetime, method: str, status: str
) -> None:
    Identifier.objects.filter(client=camille, namespace="email").update(verified_at=now)
    withdraw_by_link(camille, brand=brand, channel="email", at=now)
    choice = {"purpose": "marketing", "channel": "email", "status": "given", "method": method}

    answer = post(api, "consents/", {"client_uid": camille.uid, **choice})

    assert (answer.status_code, answer.json()["status"]) == (201, status)
    assert Suppression.objects.filter(lifted_at=None).count() == (status == "pending")


def test_an_account_made_with_somebodys_address_undoes_nothing(
    api: APIClient, camille: Client, brand: Brand, now: datetime
) -> None:
    withdraw_by_link(camille, brand=brand, channel="email", at=now)
    choice = {"purpose": "marketing", "channel": "email", "status": "given", "method": "app"}

    answer = post(api, "consents/", {"client_uid": camille.uid, **choice})

    waiting = api.get(f"/api/v1/clients/{camille.uid}/choices/", {"language": "fr"}).json()[0]
    assert (answer.status_code, answer.json()["status"]) == (201, "pending")
    assert (waiting["state"], waiting["is_waiting"]) == ("no", True)
    assert Suppression.objects.filter(lifted_at=None).count() == 1


@pytest.mark.parametrize("status", ["refused", "withdrawn"])
def test_a_no_is_a_no_on_every_address_of_the_channel(
    api: APIClient, camille: Client, brand: Brand, now: datetime, status: str
) -> None:
    add_identifier(camille, "email", "camille@office.example")
    for address in camille.contact_points("email"):
        record_decision(
            camille, brand=brand, purpose="marketing", channel="email", contact=address, status="given",
            method="app", at=now,
        )  # fmt: skip

    answer = post(
        api, "consents/", {"client_uid": camille.uid, "purpose": "marketing", "channel": "email", "status": status}
    )

    allowed = [
        may_contact(
            camille, purpose="marketing", channel="email", brand=brand, at=timezone.now(), contact=address
        ).is_allowed
        for address in camille.contact_points("email")
    ]
    assert (answer.status_code, answer.json()["status"], allowed) == (201, status, [False, False])
    assert may_contact(camille, purpose="marketing", channel="sms", brand=brand, at=now).reason == "no_decision"


def test_a_yes_is_a_yes_on_the_address_that_would_be_written_to(api: APIClient, camille: Client, brand: Brand) -> None:
    add_identifier(camille, "email", "camille@office.example")
    choice = {"client_uid": camille.uid, "purpose": "marketing", "channel": "email", "status": "given"}

    post(api, "consents/", {**choice, "method": "app"})

    assert Decision.objects.get().contact_hash == contact_hash("email", camille.contact_points("email")[0])


def test_a_no_to_suggestions_said_with_a_channel_is_a_no_to_suggestions(
    api: APIClient, camille: Client, brand: Brand
) -> None:
    said = {"client_uid": camille.uid, "purpose": "profiling", "channel": "email"}
    post(api, "consents/", {**said, "channel": "", "status": "given", "method": "app"})

    answer = post(api, "consents/", {**said, "status": "refused"})

    assert (answer.status_code, answer.json()["channel"]) == (201, "")
    assert not decision_on(camille, purpose="profiling", brand=brand).is_allowed
