"""Mei, a client in Shanghai, known there; Camille of Paris is everybody's."""

from datetime import datetime

import pytest

from consent.actions.decide import decide_for_person
from consent.models import TransferRule
from crm.models import Boutique, Brand, Client
from tests.factories import allow_contact, make_boutique, make_known_client


@pytest.fixture
def shanghai(brand: Brand) -> Boutique:
    return make_boutique(brand, "shanghai-plaza", name="Plaza 66", country="CN", city="Shanghai")


@pytest.fixture
def mei(shanghai: Boutique, brand: Brand) -> Client:
    client = make_known_client(shanghai, "Mei", family_name="Lin", email="mei@mail.example", country="CN")
    allow_contact(client, brand)
    return client


@pytest.fixture
def filed(db: None) -> TransferRule:
    """The house has filed a standard contract for its group in Europe."""
    return TransferRule.objects.create(from_region="cn", to_region="eu", ground="separate", document="CAC 2026-114")


def agree(client: Client, brand: Brand, purpose: str, at: datetime, status: str = "given") -> None:
    decide_for_person(client, brand=brand, purpose=purpose, status=status, method="app", at=at)
