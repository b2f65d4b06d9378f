"""Keys of the house, and a way to call the public interface with one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from rest_framework.test import APIClient

from crm.api.keys import issue_api_key
from crm.models import Boutique, Brand, Product
from tests.factories import make_product, set_stock

SCOPES = [
    "accounts:write",
    "alerts:write",
    "catalogue:read",
    "check-ins:write",
    "clients:read",
    "consents:read",
    "consents:write",
    "links:read",
    "lists:write",
    "profiles:read",
    "purchases:write",
    "recommendations:read",
    "totals:write",
    "repairs:read",
    "repairs:write",
    "requests:read",
    "requests:write",
    "segments:read",
    "segments:write",
]
Caller = Callable[..., Any]


def caller(brand: Brand | None, scopes: list[str]) -> APIClient:
    """A client whose every request carries a new key of this brand and these scopes."""
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {issue_api_key('test', brand=brand, scopes=scopes)[1]}")
    return client


@pytest.fixture
def api(brand: Brand) -> APIClient:
    """Calls with every scope that shop and app hold."""
    return caller(brand, SCOPES)


@pytest.fixture
def other_api(other_brand: Brand) -> APIClient:
    """The same for another brand of the group."""
    return caller(other_brand, SCOPES)


@pytest.fixture
def tote(brand: Brand, online: Boutique) -> Product:
    """A gift, in stock online."""
    product = make_product(brand, "tote", tags=["gift"], colour="black", material="calfskin")
    set_stock(product, online, 3)
    return product


@pytest.fixture
def clutch(brand: Brand, online: Boutique) -> Product:
    """Like the tote in kind, price and tag, and away."""
    return make_product(brand, "clutch", tags=["gift"], price="880")


@pytest.fixture(autouse=True)
def no_attempts_yet() -> None:
    """Counters of attempts outlive a test, since they are not in the database."""
    cache.clear()
