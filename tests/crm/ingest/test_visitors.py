"""The anonymous id: set by the server, only after consent."""

import json
import uuid
from typing import Any

import pytest
from django.test import Client as HttpClient

from crm.models import Source

pytestmark = pytest.mark.django_db
MINE = "0f1d3a52-3a1f-4c6e-9a55-0c2b6f2f7a11"


def ask(browser: HttpClient, website: Source, **body: Any) -> Any:
    body = {"writeKey": website.write_key, "consent": "granted", **body}
    return browser.post("/v1/id", json.dumps(body), content_type="text/plain")


def test_an_id_is_made_and_set_for_a_year(website: Source) -> None:
    answer = ask(HttpClient(), website)

    cookie = answer.cookies["clt_anonymous_id"]
    assert (answer.status_code, answer.json()["anonymousId"], uuid.UUID(cookie.value).version) == (200, cookie.value, 4)
    assert (cookie["max-age"], cookie["samesite"], cookie["path"], cookie["httponly"]) == (31_536_000, "Lax", "/", "")
    assert answer["Cache-Control"] == "no-store"


def test_the_cookie_is_kept_whatever_the_page_proposes(website: Source) -> None:
    browser = HttpClient()
    first = ask(browser, website).json()["anonymousId"]

    assert ask(browser, website, anonymousId=MINE).json()["anonymousId"] == first


def test_the_id_that_a_pages_first_events_carry_is_taken_over(website: Source) -> None:
    assert ask(HttpClient(), website, anonymousId=MINE).json()["anonymousId"] == MINE


def test_only_a_random_uuid_gets_into_the_cookie(website: Source) -> None:
    answer = ask(HttpClient(), website, anonymousId="camille@mail.example")

    assert uuid.UUID(answer.json()["anonymousId"]).version == 4


def test_the_cookie_travels_encrypted_in_production(website: Source, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = True

    assert ask(HttpClient(), website).cookies["clt_anonymous_id"]["secure"] is True


@pytest.mark.parametrize("consent", ["", "refused"])
def test_without_consent_there_is_no_id(website: Source, consent: str) -> None:
    answer = ask(HttpClient(), website, consent=consent)

    assert (answer.status_code, json.loads(answer.content)["code"], len(answer.cookies)) == (403, "consent_missing", 0)


def test_without_a_known_key_there_is_no_id(website: Source) -> None:
    answer = ask(HttpClient(), website, writeKey="nobody")

    assert (answer.status_code, len(answer.cookies)) == (401, 0)


def test_a_body_that_is_no_json_is_refused(website: Source) -> None:
    answer = HttpClient().post("/v1/id", "{", content_type="text/plain")

    assert (answer.status_code, json.loads(answer.content)["code"]) == (400, "json_invalid")
