"""An address belongs to the client and the identifiers: it is nowhere in the interaction store."""

import json
from typing import Any

import pytest

from crm.ingest.redact import may_be_personal, redact_object, redact_text
from crm.models import Client, Identifier, Interaction, Source
from tests.crm.ingest.sending import call, everything_stored, post, send

ADDRESS = "camille.laurent@mail.example"
PLACES: dict[str, dict[str, Any]] = {
    "email property": {"properties": {"email": ADDRESS}},
    "deep property": {"properties": {"form": {"fields": [{"label": "Mail", "value": ADDRESS}]}}},
    "key": {"properties": {ADDRESS: True}},
    "sentence": {"properties": {"note": f"please write to {ADDRESS}, thank you"}},
    "url": {"properties": {"url": f"https://aurelle.example/?q={ADDRESS}&page=2"}},
    "encoded": {"properties": {"url": "https://aurelle.example/?q=camille.laurent%40mail.example"}},
    "encoded twice": {"properties": {"url": "https://aurelle.example/?q=camille.laurent%2540mail.example"}},
    "context page": {"context": {"page": {"search": f"?email={ADDRESS}"}}},
    "context traits": {"context": {"traits": {"email": ADDRESS, "name": "camille.laurent"}}},
    "external id": {"context": {"externalIds": [{"id": ADDRESS, "type": "email"}]}},
    "event name": {"event": f"Signed up {ADDRESS}"},
    "message id": {"messageId": ADDRESS},
    "anonymous id": {"anonymousId": ADDRESS, "userId": "7"},
    "user id": {"userId": ADDRESS},
    "capitals": {"properties": {"note": ADDRESS.upper()}},
}


@pytest.mark.django_db
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("type_", ["track", "page", "identify", "group", "alias"])
def test_a_planted_address_is_nowhere_in_the_interaction_store(website: Source, type_: str, place: str) -> None:
    fields = {"groupId": "g", "previousId": "old"} | PLACES[place]
    if type_ in ("identify", "group"):
        fields["traits"] = fields.pop("properties", {})

    answer = send(website, call(type_, **fields))

    assert answer.json()["accepted"] == 1
    assert "camille.laurent" not in everything_stored().lower()


@pytest.mark.django_db
def test_an_address_written_with_escapes_is_found_too(website: Source) -> None:
    raw = json.dumps({"batch": [call(properties={"q": "AT"})], "writeKey": website.write_key})

    post("/v1/batch", raw.replace('"AT"', '"camille.laurent\\u0040mail.example"').encode())

    assert Interaction.objects.get().properties == {"q": "[redacted]"}


@pytest.mark.django_db
def test_identify_keeps_the_person_in_the_identifiers_and_names_what_it_took(website: Source) -> None:
    traits = {
        "email": ADDRESS,
        "phone": "+33 6 39 98 00 01",
        "firstName": "Camille",
        "lastName": "Laurent",
        "plan": "gold",
    }

    send(website, call("identify", traits=traits, context={"ip": "192.0.2.7"}))

    row = Interaction.objects.get()
    assert row.properties == {"plan": "gold"}
    assert row.context == {"redacted": ["email", "firstName", "lastName", "phone"]}
    client = Client.objects.get()
    assert (row.client, client.given_name, client.family_name) == (client, "Camille", "Laurent")
    assert list(Identifier.objects.order_by("namespace").values_list("namespace", "value")) == [
        ("anonymous", "visitor-1"),
        ("email", ADDRESS),
        ("phone", "+33639980001"),
    ]


@pytest.mark.django_db
def test_the_same_message_id_with_an_address_in_it_is_still_stored_once(website: Source) -> None:
    send(website, call(messageId=ADDRESS))

    assert send(website, call(messageId=ADDRESS)).json()["duplicates"] == 1


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("camille@mail.example", "[redacted]"),
        ("https://x.example/a?e=camille%40mail.example&b=1", "https://x.example/a?e=[redacted]&b=1"),
        ("?email=someone&phone=%2B336", "?email=[redacted]&phone=[redacted]"),
        ("Élodie <élodie@mail.example>", "Élodie <[redacted]>"),
        ("logo@2x.png", "logo@2x.png"),
        ("@aurelle", "@aurelle"),
        ("dinner @ eight", "dinner @ eight"),
        ("100%40", "100%40"),
    ],
)
def test_text_loses_addresses_and_nothing_else(text: str, clean: str) -> None:
    assert redact_text(text) == clean


def test_a_product_keeps_its_name_and_a_person_does_not() -> None:
    product = redact_object({"name": "Sac Royale", "phoneCase": "leather", "email_opened": True})
    person = redact_object({"name": "Camille Laurent", "tier": "gold"}, is_traits=True)

    assert product == ({"name": "Sac Royale", "phoneCase": "leather", "email_opened": True}, set())
    assert person == ({"tier": "gold"}, {"name"})


@pytest.mark.parametrize(
    "value",
    [
        {"Email": "x"}, {"e_mail": "x"}, {"customerEmail": "x"}, {"billing_phone": 1}, {"First Name": "x"},
        {"dob": "x"},
        {"IP": "x"}, {"user-name": "x"}, {"url": "/?Phone=1"}, {"traits": {"name": "x"}}, {"a": "x@y"}, {"a": "x＠y"},
    ],
)  # fmt: skip
def test_what_redaction_would_take_is_never_passed_over(value: dict[str, Any]) -> None:
    assert redact_object(value)[0] != value
    assert may_be_personal(json.dumps(value, ensure_ascii=False).encode())
    assert may_be_personal(json.dumps(value).encode())


def test_an_ordinary_page_view_is_not_taken_apart() -> None:
    raw = json.dumps(
        call("page", name="Gifts", context={"userAgent": "Mozilla/5.0 (iPhone; CPU) Mobile/15E148"})
    ).encode()

    assert not may_be_personal(raw)
