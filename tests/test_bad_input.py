"""What careless and hostile callers send: a clear refusal, and nothing changed."""

from base64 import b64encode

import pytest
from django.test import Client as Browser
from pytest_django import Settings
from rest_framework.test import APIClient

from clienteling.models import Contact, Note, SuggestionAnswer
from crm.api.keys import issue_api_key
from crm.models import Boutique, Brand, Client, Purchase, StockAlert, User
from tests.clienteling.api.conftest import SCOPES, caller
from tests.factories import make_known_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(brand: Brand) -> APIClient:
    return caller(brand, SCOPES)


@pytest.mark.parametrize(
    "address",
    [
        "/clients/C-%00/",
        "/clients/?q=%00",
        "/clients/?after=a%00b",
        "/theme/%00.css",
        "/pictures/AURELLE/%00.svg",
        "/shop/products/%00/",
        "/preferences/%00/",
    ],
)
def test_an_address_with_a_zero_character_is_refused(client: Browser, alice: User, address: str) -> None:
    client.force_login(alice)

    assert client.get(address).status_code == 400


@pytest.mark.parametrize("address", ["/api/v1/products/%00/", "/api/v1/clients/%00/card/", "/v1/tag.js?%00"])
def test_a_machine_is_told_so_with_a_code(api: APIClient, address: str) -> None:
    answer = api.get(address)

    assert (answer.status_code, answer.json()["code"]) == (400, "character_invalid")
    assert answer["Content-Type"] == "application/problem+json"


def test_a_zero_character_in_a_field_is_left_out(client: Browser, alice: User, camille: Client) -> None:
    client.force_login(alice)

    client.post(f"/clients/{camille.uid}/notes/", {"text": "likes\0 tea"})
    client.post(f"/clients/{camille.uid}/contacts/", {"channel": "phone", "text": "spoke\0 long"})

    assert (Note.objects.get().text, Contact.objects.get().text) == ("likes tea", "spoke long")


@pytest.mark.parametrize("number", ["²", "-1", "1e3", "9" * 40, pytest.param("9" * 5000, id="five thousand digits")])
def test_a_note_of_an_impossible_number_is_not_written(
    client: Browser, alice: User, camille: Client, number: str
) -> None:
    client.force_login(alice)
    note = Note.objects.create(client=camille, author=alice, text="tea")

    client.post(f"/clients/{camille.uid}/notes/", {"text": "coffee", "note": number})

    note.refresh_from_db()
    assert note.text == "tea"


@pytest.mark.parametrize("kind", ["k" * 41, "DUE", "1"])
def test_a_suggestion_of_no_kind_is_not_found(client: Browser, alice: User, camille: Client, kind: str) -> None:
    client.force_login(alice)

    assert client.post(f"/suggestions/{camille.uid}/{kind}/later/").status_code == 404
    assert SuggestionAnswer.objects.count() == 0


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_000], ids=["none", "torn", "no UTF-8", "deep"])
@pytest.mark.parametrize("path", ["back-in-stock/", "purchases/", "accounts/", "accounts/session/", "consents/"])
def test_a_body_that_is_no_json_is_refused(api: APIClient, path: str, body: bytes) -> None:
    clients = Client.objects.count()

    answer = api.generic("POST", f"/api/v1/{path}", body, content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (400, "parse_error" if body else "invalid")
    assert (Client.objects.count(), StockAlert.objects.count(), Purchase.objects.count()) == (clients, 0, 0)


def test_a_receipt_of_more_than_the_books_hold_is_refused(api: APIClient) -> None:
    line = {"sku": "TOTE", "quantity": 10_000, "unit_price": "999999999.999"}
    receipt = {"source": "till", "source_ref": "1", "currency": "EUR", "lines": [line]}

    answer = api.post("/api/v1/purchases/", receipt, format="json")

    assert (answer.status_code, answer.json()["code"]) == (400, "amount_too_large")
    assert Purchase.objects.count() == 0


def test_a_piece_named_in_another_script_is_asked_for_and_not_found(
    client: Browser, brand: Brand, settings: Settings
) -> None:
    settings.STOREFRONT_API_KEY = issue_api_key("shop", brand=brand, scopes=SCOPES)[1]

    assert client.get("/shop/products/手袋/").status_code == 404


@pytest.mark.parametrize("written", ["p=abc", "p=1.5", "p=%00", "p=-1", "p=99999999999999999999999", "r=1&p=%C2%B2"])
@pytest.mark.parametrize("address", ["repairs/", "requests/", "segments/", "products/"])
def test_a_cursor_that_somebody_wrote_is_a_page_that_there_is_not(
    api: APIClient, online: Boutique, address: str, written: str
) -> None:
    answer = api.get(f"/api/v1/{address}", {"cursor": b64encode(written.encode()).decode()})

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_unique_id_of_another_brands_client_opens_no_account(other_brand: Brand, boutique: Boutique) -> None:
    """It is printed on a card, and proves nothing: only a link of a house that knows the client names them."""
    dora = make_known_client(boutique, "Dora", family_name="Duval")

    answer = caller(other_brand, SCOPES).post(
        "/api/v1/accounts/",
        {"email": "eve@mail.example", "password": "vine-paper-lamp-47", "client_uid": dora.uid, "source": "shop"},
        format="json",
    )  # fmt: skip

    assert (answer.status_code, answer.json()["given_name"]) == (201, "")
    assert answer.json()["client_uid"] != dora.uid
    assert not dora.relationships.filter(brand=other_brand).exists()
    assert (dora.contact_points("email"), hasattr(dora, "account")) == ([], False)
