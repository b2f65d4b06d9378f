"""Over plain HTTP machines are refused and people are redirected."""

import pytest
from django.test import Client as Browser
from pytest_django import Settings

from crm.models import Client, Interaction, Source
from tests.crm.ingest.sending import call, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def as_in_production(settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


@pytest.mark.parametrize("address", ["/api/v1/products/", "/v1/batch", "/hooks/wechat/gh_1/"])
def test_a_machine_is_refused(address: str) -> None:
    answer = Browser().post(address, "{}", content_type="application/json")

    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (
        403, "application/problem+json", "https_required",
    )  # fmt: skip
    assert "Location" not in answer


def test_a_person_is_redirected(client: Browser) -> None:
    answer = client.get("/shop/")

    assert (answer.status_code, answer["Location"]) == (301, "https://testserver/shop/")


def test_what_is_sent_in_the_clear_is_not_kept(source: Source, camille: Client) -> None:
    answer = send(source, call())

    assert (answer.status_code, Interaction.objects.count()) == (403, 0)


def test_over_tls_a_machine_is_answered(client: Browser) -> None:
    answer = client.get("/api/v1/products/", headers={"X-Forwarded-Proto": "https"})

    assert (answer.status_code, answer.json()["code"]) == (401, "api_key_missing")


def test_where_there_is_no_tls_a_machine_is_answered(client: Browser, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = False

    assert client.get("/api/v1/products/").status_code == 401
