"""What a client may decide, as the app asks for it: the tree of purposes in the client's words."""

from datetime import datetime
from typing import Any

import pytest
from rest_framework.test import APIClient

from consent.actions.decide import record_decision
from consent.models import AccessEntry, Decision, Notice, Purpose, Suppression
from consent.queries.permission import may_contact
from crm.models import Brand, Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def evenings(db: None) -> Purpose:
    """Under marketing, with words in two languages."""
    purpose = Purpose.objects.create(
        code="evenings", name="Evenings", names={"fr": "Soirées"}, parent=Purpose.objects.get(code="marketing"),
        lawful_basis="consent", channels=["email"],
    )  # fmt: skip
    for language, text in (("en", "Please invite me."), ("fr", "Invitez-moi.")):
        Notice.objects.create(purpose=purpose, version=1, language=language, text=text)
    return purpose


def post(api: APIClient, path: str, body: dict[str, Any]) -> Any:
    return api.post(f"/api/v1/{path}", body, format="json")


def choices(api: APIClient, client: Client, language: str = "fr") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.get(f"/api/v1/clients/{client.uid}/choices/", {"language": language}).json()
    return found


def test_purposes_come_as_a_tree_and_sharing_is_among_them(api: APIClient, camille: Client, evenings: Purpose) -> None:
    shown = choices(api, camille)

    codes = list(dict.fromkeys(each["purpose"] for each in shown))
    assert codes == ["marketing", "evenings", "stock-alerts", "profiling", "measurement", "sharing"]
    assert {each["purpose"]: each["depth"] for each in shown} == dict.fromkeys(codes, 0) | {"evenings": 1}


def test_a_purpose_of_the_house_is_named_in_the_clients_language_else_as_the_house_names_it(
    api: APIClient, camille: Client, evenings: Purpose
) -> None:
    named = {language: choices(api, camille, language) for language in ("fr", "it")}

    rows = {
        language: next(each for each in shown if each["purpose"] == "evenings") for language, shown in named.items()
    }
    assert (rows["fr"]["name"], rows["fr"]["notice"]) == ("Soirées", "Invitez-moi.")
    assert (rows["it"]["name"], rows["it"]["notice"]) == ("Evenings", "Please invite me.")


def test_a_no_above_names_the_purpose_that_was_refused(
    api: APIClient, camille: Client, brand: Brand, evenings: Purpose, now: datetime
) -> None:
    record_decision(
        camille, brand=brand, purpose="marketing", channel="email", contact=camille.contact_point("email") or "",
        status="refused", method="app", at=now,
    )  # fmt: skip

    row = next(each for each in choices(api, camille) if each["purpose"] == "evenings")

    assert (row["state"], row["above"]) == ("no", "Nouveautés et invitations")


def test_reading_the_choices_is_written_down_and_shows_no_whole_address(api: APIClient, camille: Client) -> None:
    shown = choices(api, camille)

    entry = AccessEntry.objects.get()
    assert (entry.client, entry.fields, entry.why) == (camille, ["consents"], "choices")
    assert {each["contact"] for each in shown if each["channel"] == "email"} == {"c•••e@mail.example"}


def test_taking_back_in_the_app_is_what_the_clients_own_page_does(
    api: APIClient, camille: Client, brand: Brand, now: datetime
) -> None:
    said = {"client_uid": camille.uid, "purpose": "marketing", "channel": "email", "method": "app"}
    post(api, "consents/", {**said, "status": "given"})

    answer = post(api, "consents/", {**said, "status": "withdrawn", "origin": "/app/privacy/"})

    assert (answer.status_code, answer.json()["status"]) == (201, "withdrawn")
    assert Suppression.objects.get(lifted_at=None).reason == "unsubscribed"
    assert may_contact(camille, purpose="marketing", channel="email", brand=brand, at=now).reason == "suppressed"


def test_what_has_no_address_cannot_be_taken_back_and_leaves_nothing(api: APIClient, camille: Client) -> None:
    said = {"client_uid": camille.uid, "purpose": "marketing", "channel": "line", "method": "app"}

    answer = post(api, "consents/", {**said, "status": "withdrawn"})

    assert (answer.status_code, answer.json()["code"]) == (409, "contact_missing")
    assert (Decision.objects.count(), Suppression.objects.count()) == (0, 0)
