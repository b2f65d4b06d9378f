"""Other systems look before they make a client."""

from datetime import date

import pytest

from consent.models import AccessEntry
from crm.actions.duplicates import compare_changed
from crm.models import Boutique, Brand, Client
from tests.clienteling.api.conftest import caller
from tests.factories import make_known_client

MATCHES = "/api/v1/clients/matches/"
CAMILLE = {"given_name": "Camile", "family_name": "Lorent", "birth_date": "1984-06-12"}


@pytest.fixture
def known(boutique: Boutique) -> Client:
    client = make_known_client(boutique, "Camille", family_name="Laurent", birth_date=date(1984, 6, 12))
    compare_changed()
    return client


def test_a_likely_client_is_named_with_score_and_reasons(known: Client, brand: Brand) -> None:
    found = caller(brand, ["clients:read"]).post(MATCHES, CAMILLE, format="json").json()

    assert [each["uid"] for each in found] == [known.uid]
    assert found[0]["score"] > 0.5
    assert found[0]["reasons"][0]["words"] == "same birth date"
    assert AccessEntry.objects.get().client == known


def test_a_client_of_another_brand_is_not_named(known: Client, other_brand: Brand) -> None:
    assert caller(other_brand, ["clients:read"]).post(MATCHES, CAMILLE, format="json").json() == []
    assert AccessEntry.objects.count() == 0


def test_too_many_telephones_are_refused(brand: Brand) -> None:
    answer = caller(brand, ["clients:read"]).post(MATCHES, {"phones": ["+33639980001"] * 6}, format="json")

    assert answer.status_code == 400
