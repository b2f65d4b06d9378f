"""Ingest is answered before the layers for people; what every answer of the product has, its answers have too."""

from typing import Any

import pytest
from django.test import Client as HttpClient

from crm.models import Interaction, Source
from tests.crm.ingest.sending import call, post, send

pytestmark = pytest.mark.django_db


def test_an_answer_has_what_every_answer_has(website: Source) -> None:
    answer = send(website, call())

    assert (answer.status_code, len(answer["X-Request-Id"])) == (200, 32)
    assert (answer["X-Content-Type-Options"], answer["Referrer-Policy"]) == ("nosniff", "same-origin")
    assert (answer["X-Frame-Options"], int(answer["Content-Length"])) == ("DENY", len(answer.content))
    assert answer["Content-Security-Policy"].startswith("default-src 'none'; frame-ancestors 'none'")


def test_no_cookie_is_set_and_no_language_chosen(website: Source) -> None:
    answer = send(website, call())

    assert (list(answer.cookies), answer.has_header("Content-Language"), answer.has_header("Vary")) == (
        [],
        False,
        False,
    )


def test_a_host_that_is_not_ours_is_refused(website: Source) -> None:
    body = {"batch": [call()], "writeKey": website.write_key}

    assert post("/v1/batch", body, Host="elsewhere.example").status_code == 400
    assert Interaction.objects.count() == 0


@pytest.mark.parametrize(("path", "status"), [("/v1/", 404), ("/v1/batch/", 404), ("/v1/nothing", 404)])
def test_another_address_goes_the_long_way(db: None, path: str, status: int) -> None:
    assert post(path, {}).status_code == status


def test_without_tls_production_refuses_before_anything_is_read(website: Source, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True

    answer = HttpClient().post("/v1/batch", b"{}", content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (403, "https_required")


def test_an_address_with_parameters_is_answered_alike(website: Source) -> None:
    answer = post("/v1/batch?version=2", {"batch": [call()], "writeKey": website.write_key})

    assert (answer.status_code, Interaction.objects.count()) == (200, 1)
