"""What holds for every call of the interface, beside its key."""

import pytest
from django.test import Client as Browser
from rest_framework.test import APIClient

from crm.models import Client, User

pytestmark = pytest.mark.django_db


def test_what_machines_are_answered_is_kept_by_no_cache(api: APIClient, camille: Client) -> None:
    addresses = [f"/api/v1/clients/{camille.uid}/card/", "/api/v1/clients/C-0000000000/card/", "/api/v1/nothing/"]

    answers = [api.get(address) for address in addresses]

    assert [each.status_code for each in answers] == [200, 404, 404]
    assert {each["Cache-Control"] for each in [*answers, APIClient().get(addresses[0])]} == {"no-store"}


def test_a_log_in_of_the_staff_counts_for_nothing_beside_a_key_or_without_one(
    api: APIClient, client: Browser, camille: Client, alice: User
) -> None:
    client.force_login(alice)
    api.force_login(alice)
    address = f"/api/v1/clients/{camille.uid}/card/"

    answers = [api.get(address), client.get(address)]

    assert [each.status_code for each in answers] == [200, 401]
    assert [each for each in answers if "Clear-Site-Data" in each] == []
    assert client.get("/me/").status_code == 200
