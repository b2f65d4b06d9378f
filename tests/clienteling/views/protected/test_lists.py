"""In lists a protected client is seen as one who is there, and no more."""

import pytest
from django.test import Client as Browser
from django.utils import timezone

from clienteling.actions.visits import arrive
from crm.actions.segment_versions import make_segment
from crm.actions.segments import enter_segment
from crm.models import Boutique, Brand, Client, Relation, User
from crm.protection import MASKED_NAME
from crm.queries.clients import search_clients
from tests.clienteling.views.protected.pages import page_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/clients/?scope=boutique", "/my-day/"])
def test_lists_show_that_there_is_one(
    client: Browser, famous: Client, bob: User, boutique: Boutique, path: str
) -> None:
    arrive(famous, boutique=boutique, advisor=None, method="code", at=timezone.now())
    client.force_login(bob)

    page = page_of(client, path)

    assert (MASKED_NAME in page, famous.uid in page) == (True, True)
    assert [word for word in ("Inès", "Duval", "Biarritz") if word in page] == []


def test_a_search_by_name_shows_that_there_is_one(client: Browser, famous: Client, bob: User) -> None:
    client.force_login(bob)

    page = client.post("/clients/", {"q": "Duval"}).content.decode()

    assert (MASKED_NAME in page, "Inès" in page, "Biarritz" in page) == (True, False, False)
    assert list(search_clients(bob, "Duval")) == []


def test_a_new_client_who_may_be_the_protected_one_is_not_made_twice(
    client: Browser, famous: Client, bob: User
) -> None:
    client.force_login(bob)

    page = client.post("/clients/new/", {"given_name": "Inès", "family_name": "Duval", "email": "ines@mail.example"})

    assert (f"It is {MASKED_NAME}" in page.content.decode(), "Biarritz" in page.content.decode()) == (True, False)
    assert Client.objects.count() == 1


def test_segments_and_their_files_leave_the_protected_out(
    client: Browser, famous: Client, camille: Client, brand: Brand, hana: User
) -> None:
    segment = make_segment(brand, code="guests", name="Guests", kind="static")
    for each in (famous, camille):
        enter_segment(segment, each, reason="by hand", at=timezone.now())
    client.force_login(hana)

    file = client.post("/segments/AURELLE/guests/export.csv").content.decode()
    found = client.post("/segments/AURELLE/guests/find/", {"q": "Duval"}).content.decode()

    assert (camille.uid in file, famous.uid in file) == (True, False)
    assert "Inès" not in found + page_of(client, "/segments/AURELLE/guests/")


def test_the_people_around_somebody_are_masked(
    client: Browser, famous: Client, camille: Client, brand: Brand, bob: User
) -> None:
    Relation.objects.create(client=camille, other=famous, kind="partner", brand=brand)
    client.force_login(bob)

    page = page_of(client, f"/clients/{camille.uid}/")

    assert (MASKED_NAME in page, "Inès" in page) == (True, False)
