"""Which websites may write, and what their browsers are told."""

import json

import pytest
from django.test import Client as HttpClient

from crm.models import Interaction, Source
from tests.crm.ingest.sending import call, post

pytestmark = pytest.mark.django_db

SHOP = "https://www.aurelle.example"
STRANGER = "https://elsewhere.example"


@pytest.fixture(autouse=True)
def allowed(website: Source) -> None:
    website.allowed_origins = [SHOP]
    website.save(update_fields=["allowed_origins"])


def from_origin(website: Source, origin: str) -> object:
    return post("/v1/batch", {"batch": [call()], "writeKey": website.write_key}, Origin=origin)


@pytest.mark.parametrize("origin", [SHOP, "http://testserver"])
def test_a_website_that_the_source_names_may_write_and_read_the_answer(website: Source, origin: str) -> None:
    answer = from_origin(website, origin)

    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (200, origin)
    assert answer["Vary"].split(", ")[0] == "Origin"


def test_another_website_may_not_write(website: Source) -> None:
    answer = from_origin(website, STRANGER)

    assert (answer.status_code, json.loads(answer.content)["code"]) == (403, "origin_not_allowed")
    assert (answer.has_header("Access-Control-Allow-Origin"), Interaction.objects.count()) == (False, 0)


@pytest.mark.parametrize(("origin", "is_allowed"), [(SHOP, True), (STRANGER, False), ("", False)])
def test_a_preflight_is_granted_to_known_websites_only(origin: str, is_allowed: bool) -> None:
    answer = HttpClient().options("/v1/batch", headers={"Origin": origin})

    assert (answer.status_code, answer.has_header("Access-Control-Allow-Headers")) == (204, is_allowed)
    assert answer.headers.get("Access-Control-Allow-Origin") == (origin if is_allowed else None)


@pytest.mark.parametrize(("origin", "readable"), [(SHOP, SHOP), (STRANGER, None)])
def test_a_refusal_can_be_read_by_known_websites_only(origin: str, readable: str | None) -> None:
    answer = post("/v1/batch", b"no json", Origin=origin)

    assert (answer.status_code, answer.headers.get("Access-Control-Allow-Origin")) == (400, readable)
