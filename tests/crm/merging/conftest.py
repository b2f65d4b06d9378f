"""Camille, and the record that a second till made of her."""

from datetime import datetime

import pytest

from crm.models import Boutique, Client
from tests.factories import add_identifier, make_known_client


@pytest.fixture
def double(other_boutique: Boutique) -> Client:
    client = make_known_client(
        other_boutique,
        "Camile",
        family_name="Laurent",
        email="camille.l@office.example",
        language="it",
        city="Milano",
    )
    add_identifier(client, "loyalty", "L2")
    return client


@pytest.fixture
def later(now: datetime) -> datetime:
    return now.replace(hour=18)
