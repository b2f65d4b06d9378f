"""An address of the interface that there is not."""

import pytest
from rest_framework.test import APIClient

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", ["/api/v1/", "/api/v1/nothing/", "/api/v1/products/tote/nothing"])
def test_an_address_that_there_is_not_is_a_problem_of_the_same_form(method: str, address: str, api: APIClient) -> None:
    answer = getattr(api, method)(address)

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["code"] == "not_found"


def test_without_a_key_it_is_told_from_no_other() -> None:
    answer = APIClient().get("/api/v1/nothing/")

    assert (answer.status_code, answer.json()["code"]) == (401, "api_key_missing")
