"""The fixed cast of every test, in its two boutiques."""

from datetime import UTC, datetime

import pytest
from pytest_django import Settings

from crm.models import Boutique, Brand, Client, Source, User
from tests.factories import add_identifier, make_boutique, make_brand, make_known_client, make_source, make_user


@pytest.fixture
def now() -> datetime:
    """A Tuesday afternoon."""
    return datetime(2026, 3, 10, 14, 0, tzinfo=UTC)


@pytest.fixture
def brand(db: None) -> Brand:
    return make_brand("AURELLE", name="Aurelle")


@pytest.fixture
def other_brand(db: None) -> Brand:
    return make_brand("SORANE", name="Sorane")


@pytest.fixture
def boutique(brand: Brand) -> Boutique:
    return make_boutique(brand, "paris-saint-honore", name="rue Saint-Honoré")


@pytest.fixture
def other_boutique(brand: Brand) -> Boutique:
    """Charlie's, of the same brand in another country."""
    return make_boutique(brand, "milano-montenapoleone", name="via Montenapoleone", country="IT", city="Milano")


@pytest.fixture
def online(brand: Brand) -> Boutique:
    return make_boutique(brand, "aurelle-online", name="Online", kind="online")


@pytest.fixture
def source(brand: Brand) -> Source:
    return make_source(brand, "aurelle-web")


@pytest.fixture
def alice(boutique: Boutique) -> User:
    """The advisor."""
    return make_user("Alice", "advisor", boutique=boutique)


@pytest.fixture
def bob(boutique: Boutique) -> User:
    """Her colleague in the same boutique."""
    return make_user("Bob", "advisor", boutique=boutique)


@pytest.fixture
def charlie(other_boutique: Boutique) -> User:
    """An advisor of another boutique."""
    return make_user("Charlie", "advisor", boutique=other_boutique)


@pytest.fixture
def maya(boutique: Boutique) -> User:
    """The store manager."""
    return make_user("Maya", "manager", boutique=boutique)


@pytest.fixture
def hana(db: None) -> User:
    """At group headquarters."""
    return make_user("Hana", "hq")


@pytest.fixture
def petra(db: None) -> User:
    """The privacy officer."""
    return make_user("Petra", "privacy")


@pytest.fixture
def admin_user(db: None) -> User:
    """The administrator, who may open the Django admin."""
    user = make_user("Ada", "admin")
    user.is_staff = user.is_superuser = True
    user.save(update_fields=["is_staff", "is_superuser"])
    return user


@pytest.fixture
def camille(boutique: Boutique, alice: User) -> Client:
    """The client, known to Alice's boutique, in her book."""
    client = make_known_client(
        boutique,
        "Camille",
        family_name="Laurent",
        email="camille@mail.example",
        advisor=alice,
        language="fr",
        country="FR",
    )
    add_identifier(client, "phone", "+33639980001")
    return client


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """A password is hashed slowly on purpose; nothing here is about that."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
