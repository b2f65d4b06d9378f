"""Who sees whom: docs/decisions/0004-who-sees-whom.md."""

import pytest
from django.contrib.auth.models import AnonymousUser

from crm.actions.relationships import know_client
from crm.models import Boutique, Brand, Client, Membership, User
from tests.factories import make_boutique, make_client, make_known_client, make_user

pytestmark = pytest.mark.django_db


def seen_by(user: User | AnonymousUser) -> list[str]:
    return sorted(Client.objects.visible_to(user).values_list("given_name", flat=True))


@pytest.fixture
def people(camille: Client, boutique: Boutique, other_boutique: Boutique, other_brand: Brand) -> None:
    """Camille of Saint-Honoré, Marco of Milan, Sofia of the other brand in Paris, and Nemo whom nobody knows."""
    make_known_client(other_boutique, "Marco")
    make_known_client(make_boutique(other_brand, "sorane-paris"), "Sofia")
    make_client("Nemo")


@pytest.mark.usefixtures("people")
def test_an_advisor_sees_the_clients_of_their_boutique(alice: User, bob: User, charlie: User) -> None:
    assert seen_by(alice) == ["Camille"]
    assert seen_by(bob) == ["Camille"]
    assert seen_by(charlie) == ["Marco"]


@pytest.mark.usefixtures("people")
def test_a_store_manager_sees_the_clients_of_the_boutique(maya: User) -> None:
    assert seen_by(maya) == ["Camille"]


@pytest.mark.usefixtures("people")
def test_headquarters_see_their_brand_their_country_or_the_group(brand: Brand, hana: User) -> None:
    of_brand = make_user("Henri", "hq", brand=brand)
    of_brand_in_italy = make_user("Irene", "hq", brand=brand, country="IT")
    of_france = make_user("Fanny", "hq", country="FR")

    assert seen_by(of_brand) == ["Camille", "Marco"]
    assert seen_by(of_brand_in_italy) == ["Marco"]
    assert seen_by(of_france) == ["Camille", "Sofia"]
    assert seen_by(hana) == ["Camille", "Marco", "Nemo", "Sofia"]


@pytest.mark.usefixtures("people")
def test_an_administrator_sees_everybody(admin_user: User) -> None:
    assert seen_by(admin_user) == ["Camille", "Marco", "Nemo", "Sofia"]


@pytest.mark.usefixtures("people")
def test_a_privacy_officer_does_not_browse_clients(petra: User) -> None:
    assert seen_by(petra) == []


@pytest.mark.usefixtures("people")
def test_nobody_is_seen_without_a_membership_or_a_log_in_or_after_leaving(alice: User) -> None:
    outsider = User.objects.create_user("outsider@aurelle.example")
    alice.is_active = False
    alice.save()

    assert seen_by(outsider) == []
    assert seen_by(AnonymousUser()) == []
    assert seen_by(alice) == []


@pytest.mark.usefixtures("people")
def test_two_memberships_add_up(alice: User, other_boutique: Boutique) -> None:
    Membership.objects.create(user=alice, role="advisor", brand=other_boutique.brand, boutique=other_boutique)

    assert seen_by(alice) == ["Camille", "Marco"]


def test_a_client_known_to_a_boutique_twice_over_is_listed_once(
    alice: User, camille: Client, boutique: Boutique, other_boutique: Boutique, now: object
) -> None:
    Membership.objects.create(user=alice, role="advisor", brand=other_boutique.brand, boutique=other_boutique)
    know_client(camille, brand=boutique.brand, boutique=other_boutique, at=now)  # type: ignore[arg-type]

    assert seen_by(alice) == ["Camille"]


def test_a_merged_client_is_seen_by_nobody(alice: User, hana: User, camille: Client, boutique: Boutique) -> None:
    duplicate = make_known_client(boutique, "Kamille")
    duplicate.canonical = camille
    duplicate.save()

    assert seen_by(alice) == ["Camille"]
    assert seen_by(hana) == ["Camille"]


def test_the_scope_is_one_condition_in_one_statement(
    alice: User, camille: Client, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(2):  # type: ignore[operator]  # memberships, clients
        assert seen_by(alice) == ["Camille"]
