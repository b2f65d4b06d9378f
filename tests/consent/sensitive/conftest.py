"""Mei lives in Shanghai, is known there to Li, and said yes to sensitive information."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from consent.actions.decide import decide_for_person
from crm.models import Boutique, Brand, Client, User
from tests.factories import make_boutique, make_known_client, make_user

PURPOSE = "sensitive-data"


@pytest.fixture
def shanghai(brand: Brand) -> Boutique:
    zone = "Asia/Shanghai"
    return make_boutique(brand, "shanghai-plaza", name="Plaza 66", country="CN", city="Shanghai", timezone=zone)


@pytest.fixture
def li(shanghai: Boutique) -> User:
    return make_user("Li", "advisor", boutique=shanghai)


@pytest.fixture
def mei(shanghai: Boutique, brand: Brand, li: User, now: datetime) -> Client:
    client = make_known_client(shanghai, "Mei", family_name="Lin", email="mei@mail.example", country="CN", advisor=li)
    say(client, brand, "given", now - timedelta(days=30))
    return client


def say(client: Client, brand: Brand, status: str, at: datetime, **options: Any) -> None:
    decide_for_person(client, brand=brand, purpose=PURPOSE, status=status, method="app", at=at, **options)
