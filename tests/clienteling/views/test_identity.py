"""What identifies a client, drawn and in words; taking it off, and making two records one."""

from datetime import datetime

import pytest
from django.test import Client as Browser

from consent.models import AccessEntry
from crm.actions.merge import merge_clients
from crm.identity.resolve import IdentifierClaim, resolve_client
from crm.models import Boutique, Client, Identifier, IdentityLink, MergeLog, User
from tests.factories import add_identifier, make_known_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def double(boutique: Boutique) -> Client:
    client = make_known_client(boutique, "Camile", family_name="Laurent", email="camille.l@office.example", city="Lyon")
    add_identifier(client, "loyalty", "L2")
    return client


@pytest.fixture
def phone(camille: Client, now: datetime) -> Identifier:
    """Seen at the till together with her address."""
    claims = [IdentifierClaim("email", "camille@mail.example"), IdentifierClaim("phone", "+33639980001")]
    resolve_client(claims, source="till-7", asserted_at=now, asserted_by="msg-1")
    return Identifier.objects.get(namespace="phone")


@pytest.mark.usefixtures("phone")
def test_the_graph_is_drawn_and_each_link_is_explained(client: Browser, alice: User, camille: Client) -> None:
    client.force_login(alice)

    answer = client.get(f"/clients/{camille.uid}/identity/")

    page = answer.content.decode()
    assert (page.count('class="point"'), page.count('class="spoke"'), page.count('class="seen"')) == (2, 2, 1)
    assert page.count("by till-7") == 2
    assert page.count("message msg-1") == 2
    assert (page.count("Take off"), page.count("Same person as another record")) == (0, 0)
    assert [(entry.action, entry.why) for entry in AccessEntry.objects.all()] == [("viewed", "identity")]


def test_a_client_without_identifiers_has_an_empty_page(client: Browser, alice: User, boutique: Boutique) -> None:
    nobody = make_known_client(boutique, "Ada")
    client.force_login(alice)

    page = client.get(f"/clients/{nobody.uid}/identity/").content.decode()

    assert ("Nothing yet." in page, 'class="identity-graph"' in page) == (True, False)


def test_a_manager_takes_an_identifier_off_and_gives_it_back(
    client: Browser, maya: User, camille: Client, phone: Identifier
) -> None:
    client.force_login(maya)
    path = f"/clients/{camille.uid}/identity/{phone.pk}/"

    client.post(f"{path}cut/")
    phone.refresh_from_db()
    after = (phone.retracted_at is not None, IdentityLink.objects.filter(retracted_at=None).count())
    client.post(f"{path}give-back/")

    phone.refresh_from_db()
    assert after == (True, 0)
    assert (phone.retracted_at, IdentityLink.objects.filter(retracted_at=None).count()) == (None, 1)
    said = list(AccessEntry.objects.order_by("pk").values_list("user", "action", "why"))
    assert said == [(maya.pk, "changed", f"{phone} {what}") for what in ("cut", "given back")]


def test_an_identifier_that_means_somebody_else_by_now_is_not_given_back(
    client: Browser, maya: User, camille: Client, double: Client, phone: Identifier
) -> None:
    client.force_login(maya)
    client.post(f"/clients/{camille.uid}/identity/{phone.pk}/cut/")
    add_identifier(double, "phone", phone.value)

    answer = client.post(f"/clients/{camille.uid}/identity/{phone.pk}/give-back/", follow=True)

    assert "means somebody else by now" in answer.content.decode()
    assert Identifier.objects.get(value=phone.value, retracted_at=None).client == double


@pytest.mark.parametrize("what", ["cut", "give-back", "merge", "undo"])
def test_an_advisor_changes_nothing(
    client: Browser, alice: User, maya: User, camille: Client, double: Client, phone: Identifier, what: str
) -> None:
    log = merge_clients(camille, double, actor=maya, reason="same")
    before = list(Identifier.objects.order_by("pk").values_list("client", "retracted_at"))
    client.force_login(alice)
    paths = {"merge": "merge/", "undo": f"merges/{log.pk}/undo/"}

    answer = client.post(f"/clients/{camille.uid}/{paths.get(what, f'identity/{phone.pk}/{what}/')}")

    assert answer.status_code == 403
    assert list(Identifier.objects.order_by("pk").values_list("client", "retracted_at")) == before
    assert MergeLog.objects.filter(undone_at=None).count() == 1


def test_two_records_stand_side_by_side(client: Browser, maya: User, camille: Client, double: Client) -> None:
    client.force_login(maya)

    answer = client.get(f"/clients/{camille.uid}/merge/", {"with": double.uid.lower()})

    rows = {row.code: (row.mine, row.theirs, row.chosen) for row in answer.context["preview"].differing}
    assert rows["given_name"] == ("Camille", "Camile", "keep")
    assert rows["city"] == ("", "Lyon", "duplicate")
    assert answer.context["preview"].addresses == ["camille.l@office.example"]


def test_two_records_are_made_one_as_chosen_and_two_again(
    client: Browser, maya: User, camille: Client, double: Client
) -> None:
    client.force_login(maya)
    said = {"with": double.uid, "reason": "she said so", "given_name": "duplicate", "city": "duplicate"}

    client.post(f"/clients/{camille.uid}/merge/", said)
    log = MergeLog.objects.get()
    camille.refresh_from_db()
    merged = (camille.given_name, camille.city, log.reason, log.actor)
    page = client.get(f"/clients/{double.uid}/identity/").content.decode()
    client.post(f"/clients/{camille.uid}/merges/{log.pk}/undo/")

    camille.refresh_from_db()
    assert merged == ("Camile", "Lyon", "she said so", maya)
    assert (page.count("Undo: two again"), page.count("is-merge")) == (1, 1)
    assert (camille.given_name, camille.city, Client.objects.live().count()) == ("Camille", "", 2)


@pytest.mark.parametrize("typed", ["C-0000000000", "camille", "%00"])
def test_an_unknown_record_is_refused_in_words(client: Browser, maya: User, camille: Client, typed: str) -> None:
    client.force_login(maya)

    answer = client.post(f"/clients/{camille.uid}/merge/", {"with": typed})

    assert (answer.status_code, MergeLog.objects.count()) == (422, 0)
    assert "is known here" in answer.content.decode()


def test_a_record_that_the_manager_may_not_see_is_unknown(
    client: Browser, maya: User, camille: Client, other_boutique: Boutique
) -> None:
    elsewhere = make_known_client(other_boutique, "Camille")
    client.force_login(maya)

    answer = client.post(f"/clients/{camille.uid}/merge/", {"with": elsewhere.uid})

    assert (answer.status_code, MergeLog.objects.count()) == (422, 0)


def test_a_bent_choice_changes_nothing(client: Browser, maya: User, camille: Client, double: Client) -> None:
    client.force_login(maya)

    answer = client.post(f"/clients/{camille.uid}/merge/", {"with": double.uid, "city": "both"}, follow=True)

    assert "A choice was not understood" in answer.content.decode()
    assert MergeLog.objects.count() == 0
