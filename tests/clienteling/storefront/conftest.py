"""The shop and the app, calling the house's real public interface inside the same process."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client as Browser
from pytest_django import Settings

from crm.api.keys import issue_api_key
from crm.models import Boutique, Brand, Product, Segment
from tests.clienteling.api.conftest import SCOPES
from tests.factories import make_product, set_stock

DEVICE = "5b0e6a52-7a51-4a3b-8f38-0d2f2f8f3c11"


@pytest.fixture(autouse=True)
def keys(settings: Settings, brand: Brand, online: Boutique) -> None:
    settings.STOREFRONT_API_KEY = issue_api_key("shop", brand=brand, scopes=SCOPES)[1]
    settings.STOREFRONT_WRITE_KEY, settings.APP_WRITE_KEY = "wk-web", "wk-app"


@pytest.fixture
def browser() -> Browser:
    """A visitor who agreed to measuring on this device."""
    browser = Browser()
    browser.cookies["clt_consent"] = "granted"
    browser.cookies["clt_anonymous_id"] = DEVICE
    return browser


@pytest.fixture
def gift(brand: Brand) -> Segment:
    return Segment.objects.create(brand=brand, code="gift", name="Gift", tag="gift")


@pytest.fixture
def tote(brand: Brand, online: Boutique) -> Product:
    """A gift, in stock online."""
    product = make_product(brand, "tote", tags=["gift"], material="calfskin")
    set_stock(product, online, 3)
    return product


@pytest.fixture
def clutch(brand: Brand, online: Boutique) -> Product:
    """Like the tote, and away."""
    return make_product(brand, "clutch", tags=["gift"], price="880")


def events_of(response: Any) -> list[str]:
    """The names of what the page tells the tag."""
    return [event.name for event in response.context["page_events"]]


def shown_in(response: Any, code: str) -> list[str]:
    """The pieces of one module of the page."""
    modules = {module.code: module for module in response.context["modules"]}
    return [item["product"]["code"] for item in modules[code].items] if code in modules else []


@pytest.fixture(autouse=True)
def no_attempts_yet() -> None:
    """Counters of attempts outlive a test, since they are not in the database."""
    cache.clear()
