"""The fixed cast of every test, in its two boutiques."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from pytest_django import Settings

from clienteling.mailsink.server import make_sink
from clienteling.mailsink.store import MailStore
from crm.models import Boutique, Brand, Client, Source, User
from tests.factories import add_identifier, make_boutique, make_brand, make_known_client, make_source, make_user
from tests.ports import free_port
from tests.quick_flush import only_what_has_rows

__all__ = ["only_what_has_rows"]

# A machine that is busy with something else is no fault of what is tested.
settings.register_profile("any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any-machine")


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


@pytest.fixture(autouse=True)
def own_journal(settings: Settings, tmp_path: Path) -> None:
    """What one test journals, another test's database does not know."""
    settings.PRIVACY_JOURNAL_FOLDER = tmp_path / "privacy-journal"


@pytest.fixture
def sink(settings: Any, tmp_path: Path) -> Iterator[MailStore]:
    """A real SMTP server, to which the settings point, and what it keeps."""
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    server = make_sink(tmp_path / "mail", host="127.0.0.1", port=settings.EMAIL_PORT)
    server.start()
    yield MailStore(tmp_path / "mail")
    server.stop()
