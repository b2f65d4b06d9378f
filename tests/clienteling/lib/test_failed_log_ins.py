"""Failures of log-in are kept beyond the next success, and nothing that may be a password with them."""

import pytest
from axes.models import AccessFailureLog
from django.core.cache import cache
from django.test import Client as Browser

from crm.models import Boutique
from tests.factories import make_user

pytestmark = pytest.mark.django_db
PASSWORD = "vine-paper-lamp-47"


@pytest.fixture(autouse=True)
def nobody_tried_before() -> None:
    """Log-ins of one network address are counted in the cache."""
    cache.clear()


def kept() -> list[tuple[str, str, str]]:
    return list(AccessFailureLog.objects.order_by("pk").values_list("username", "ip_address", "path_info"))


def test_a_failure_is_kept_after_the_next_success(client: Browser, boutique: Boutique) -> None:
    make_user("Alice", "advisor", boutique=boutique, password=PASSWORD)

    for password in ("wrong", PASSWORD):
        client.post("/accounts/login/", {"login": "Alice@aurelle.example", "password": password})

    assert kept() == [("alice@aurelle.example", "127.0.0.1", "/accounts/login/")]


@pytest.mark.parametrize(
    "typed", ["vine-paper-lamp-47@alice.example", "somebody@elsewhere.example"], ids=["password", "stranger"]
)
def test_what_is_no_accounts_address_is_not_kept(client: Browser, typed: str) -> None:
    client.post("/accounts/login/", {"login": typed, "password": "wrong"})

    assert kept() == [("", "127.0.0.1", "/accounts/login/")]
