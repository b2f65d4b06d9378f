"""One link is looked at, cut, and given back."""

from datetime import datetime

import pytest
from django.test import Client as Browser

from consent.models import AccessEntry
from crm.identity.resolve import IdentifierClaim, resolve_client
from crm.models import Client, Identifier, IdentityCut, IdentityLink, User
from tests.factories import add_identifier

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(camille: Client, now: datetime) -> IdentityLink:
    claims = [IdentifierClaim("email", "camille@mail.example"), IdentifierClaim("card", "E1")]
    resolve_client(claims, source="till-7", asserted_at=now, asserted_by="msg-1")
    return IdentityLink.objects.get()


def page_of(link: IdentityLink, camille: Client) -> str:
    return f"/clients/{camille.uid}/identity/links/{link.pk}/"


def test_what_hangs_on_a_link_is_shown_before_it_is_cut(
    client: Browser, maya: User, camille: Client, link: IdentityLink
) -> None:
    client.force_login(maya)

    answer = client.get(page_of(link, camille))

    sides = [([each.value for each in side], is_younger) for _, side, is_younger in answer.context["sides"]]
    assert sides == [(["camille@mail.example"], False), (["E1"], True)]
    assert "in message msg-1" in answer.content.decode()
    assert [(entry.user, entry.action, entry.why) for entry in AccessEntry.objects.all()] == [(maya, "viewed", "link")]


def test_the_manager_cuts_a_link_and_undoes_it(
    client: Browser, maya: User, camille: Client, link: IdentityLink
) -> None:
    client.force_login(maya)

    client.post(page_of(link, camille), {"leaving": link.b_id, "reason": "Eve's card"})
    cut = IdentityCut.objects.get()
    parted = cut.parted
    page = client.get(f"/clients/{camille.uid}/identity/").content.decode()
    client.post(f"/clients/{camille.uid}/identity/cuts/{cut.pk}/undo/")

    assert parted is not None
    assert (cut.actor, cut.reason, page.count(parted.uid), page.count("they belong together")) == (
        maya, "Eve's card", 2, 1,
    )  # fmt: skip
    assert Identifier.objects.get(value="E1", retracted_at=None).client == camille
    link.refresh_from_db()
    assert link.retracted_at is None


@pytest.mark.parametrize("leaving", ["", "0", "x", "99999999999999999999"])
def test_a_bent_side_is_the_younger_one(
    client: Browser, maya: User, camille: Client, link: IdentityLink, leaving: str
) -> None:
    client.force_login(maya)

    client.post(page_of(link, camille), {"leaving": leaving, "reason": "no"})

    assert IdentityCut.objects.get().identifiers == [Identifier.objects.get(value="E1").pk]


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_advisor_cuts_nothing(
    client: Browser, alice: User, camille: Client, link: IdentityLink, method: str
) -> None:
    client.force_login(alice)

    answer = getattr(client, method)(page_of(link, camille))

    assert (answer.status_code, IdentityCut.objects.count()) == (403, 0)


def test_a_link_of_somebody_else_is_unknown(client: Browser, maya: User, camille: Client, now: datetime) -> None:
    eve = Client.objects.create()
    ends = [add_identifier(eve, "card", f"K{number}") for number in (1, 2)]
    hers = IdentityLink.objects.create(a=ends[0], b=ends[1], source="till", asserted_at=now)
    client.force_login(maya)

    assert client.post(page_of(hers, camille)).status_code == 404
    assert IdentityCut.objects.count() == 0


def test_two_hundred_identifiers_are_drawn_by_their_kind_and_listed_each(
    client: Browser, maya: User, camille: Client, now: datetime, django_assert_max_num_queries: object
) -> None:
    for number in range(200):
        add_identifier(camille, "anonymous", f"browser-{number}", asserted_at=now)
    client.force_login(maya)

    with django_assert_max_num_queries(24):  # type: ignore[operator]
        answer = client.get(f"/clients/{camille.uid}/identity/")

    picture = answer.context["picture"]
    assert [(group.namespace, group.count) for group in picture.groups] == [
        ("email", 1),
        ("phone", 1),
        ("anonymous", 200),
    ]
    assert picture.points == []
    assert answer.content.decode().count("browser-199</span>") == 1
