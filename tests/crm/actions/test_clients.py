"""Changing what is known of a client."""

from datetime import datetime, timedelta

import pytest

from crm.actions.clients import update_client
from crm.actions.relationships import know_client
from crm.models import Boutique, Brand, Client, Relationship, User
from tests.factories import make_client

pytestmark = pytest.mark.django_db


def test_a_new_name_is_found_at_once(camille: Client) -> None:
    update_client(camille, family_name="Lefèvre")

    camille.refresh_from_db()
    assert camille.search_text.split()[:2] == ["lefevre", "camille"]


def test_what_identifies_a_client_cannot_be_edited(camille: Client) -> None:
    uid = camille.uid

    with pytest.raises(TypeError):
        update_client(camille, uid="C-0000000000", given_name="Eve")

    camille.refresh_from_db()
    assert (camille.uid, camille.given_name) == (uid, "Camille")


def test_a_boutique_knows_a_client_once_since_the_first_time(boutique: Boutique, alice: User, now: datetime) -> None:
    client = make_client()
    know_client(client, brand=boutique.brand, boutique=boutique, at=now)
    know_client(client, brand=boutique.brand, boutique=boutique, at=now - timedelta(days=9))
    know_client(client, brand=boutique.brand, boutique=boutique, advisor=alice, at=now)

    relationship = Relationship.objects.get()
    assert (relationship.since, relationship.advisor) == (now - timedelta(days=9), alice)
    assert relationship.country == "FR"


def test_a_book_is_not_taken_over_in_passing(boutique: Boutique, alice: User, bob: User, now: datetime) -> None:
    client = make_client()
    know_client(client, brand=boutique.brand, boutique=boutique, advisor=alice, at=now)
    know_client(client, brand=boutique.brand, boutique=boutique, advisor=bob, at=now)

    assert Relationship.objects.get().advisor == alice


def test_a_brand_knows_a_client_beside_its_boutique(brand: Brand, boutique: Boutique, now: datetime) -> None:
    client = make_client(country="JP")
    for place in (None, boutique, None):
        know_client(client, brand=brand, boutique=place, at=now)

    known = Relationship.objects.filter(client=client).order_by("pk")
    assert list(known.values_list("boutique", "country")) == [(None, "JP"), (boutique.pk, "FR")]
