"""A client who is protected."""

import pytest
from django.utils import timezone

from consent.actions.protect import protect_client
from crm.models import Boutique, Client, User
from tests.factories import make_known_client


@pytest.fixture
def famous(boutique: Boutique, alice: User, petra: User) -> Client:
    """Inès, of Alice's book, whom the privacy officer has marked."""
    client = make_known_client(
        boutique, "Inès", family_name="Duval", email="ines@mail.example", advisor=alice, city="Biarritz"
    )
    protect_client(client, kind="famous", because="Known from the cinema", actor=petra, at=timezone.now())
    return client
