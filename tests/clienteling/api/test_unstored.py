"""Answers of the interface stay in no cache."""

import pytest
from rest_framework.test import APIClient

from crm.models import Client

pytestmark = pytest.mark.django_db


def test_what_machines_are_answered_is_kept_by_no_cache(api: APIClient, camille: Client) -> None:
    addresses = [f"/api/v1/clients/{camille.uid}/card/", "/api/v1/clients/C-0000000000/card/", "/api/v1/nothing/"]

    answers = [api.get(address) for address in addresses]

    assert [each.status_code for each in answers] == [200, 404, 404]
    assert {each["Cache-Control"] for each in [*answers, APIClient().get(addresses[0])]} == {"no-store"}
