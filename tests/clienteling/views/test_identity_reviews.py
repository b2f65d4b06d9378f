"""The desk of clients who were put aside."""

from datetime import datetime, timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from consent.models import AccessEntry
from crm.identity.resolve import IdentifierClaim, resolve_client
from crm.models import BlockedIdentifier, Boutique, Client, Identifier, IdentityReview, User
from tests.factories import make_known_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(camille: Client, now: datetime) -> IdentityReview:
    """One card, swiped by the till for everybody who has none."""
    for number in range(60):
        claims = [IdentifierClaim("email", f"guest{number}@mail.example")]
        resolve_client(claims, source="till-7", asserted_at=now + timedelta(minutes=number), uid=camille.uid)
    return IdentityReview.objects.get()


@pytest.mark.usefixtures("review")
def test_the_desk_lists_who_waits_with_the_reason(client: Browser, maya: User) -> None:
    client.force_login(maya)

    page = client.get("/data-quality/identity/").content.decode()

    assert "More identifiers than one person has: 50 of e-mail, 1 of telephone. Last brought by till-7" in page
    assert "1 client put aside" in client.get("/data-quality/").content.decode()


def test_the_manager_of_another_boutique_sees_nobody(
    client: Browser, review: IdentityReview, other_boutique: Boutique, charlie: User
) -> None:
    charlie.memberships.update(role="manager")
    client.force_login(charlie)

    assert "Nobody waits." in client.get("/data-quality/identity/").content.decode()
    assert client.get(f"/data-quality/identity/{review.pk}/").status_code == 404


def test_what_one_source_brought_is_taken_off_and_the_rest_linked_on(
    client: Browser, maya: User, camille: Client, review: IdentityReview
) -> None:
    client.force_login(maya)
    path = f"/data-quality/identity/{review.pk}/"

    shown = [(group.namespace, group.source, group.count) for group in client.get(path).context["groups"]]
    client.post(f"{path}take-off/", {"namespace": "email", "source": "till-7"})
    client.post(f"{path}link-on/")

    review.refresh_from_db()
    left = Identifier.objects.filter(client=camille, retracted_at=None).values_list("namespace", "source")
    assert shown == [("email", "till-7", 5), ("phone", "test", 1)]
    assert list(left) == [("phone", "test")]
    assert (review.decision, review.decided_by) == ("cut", maya)
    assert set(AccessEntry.objects.filter(action="changed").values_list("user", "client", "why")) == {
        (maya.pk, camille.pk, str(review))
    }


def test_one_person_is_linked_on(client: Browser, maya: User, camille: Client, review: IdentityReview) -> None:
    client.force_login(maya)

    client.post(f"/data-quality/identity/{review.pk}/link-on/")
    resolve_client([IdentifierClaim("line", "new")], source="app", asserted_at=timezone.now(), uid=camille.uid)

    review.refresh_from_db()
    assert (review.decision, review.decided_by) == ("keep_on", maya)
    assert Identifier.objects.get(namespace="line").client == camille


def test_a_value_that_many_use_is_blocked(client: Browser, maya: User, review: IdentityReview) -> None:
    client.force_login(maya)
    many = Identifier.objects.get(value="guest48@mail.example")

    client.post(f"/data-quality/identity/{review.pk}/block/{many.pk}/")

    many.refresh_from_db()
    blocked = BlockedIdentifier.objects.get()
    assert many.retracted_because == "blocked"
    assert (blocked.namespace, blocked.value, blocked.why, blocked.added_by) == (
        "email", "guest48@mail.example", "misused", maya,
    )  # fmt: skip


@pytest.mark.parametrize("what", ["link-on/", "take-off/", "block/{identifier}/"])
def test_what_was_decided_changes_nothing_more(
    client: Browser, maya: User, hana: User, review: IdentityReview, what: str
) -> None:
    IdentityReview.objects.update(decision="keep_on", decided_by=hana, decided_at=timezone.now())
    held = Identifier.objects.get(value="guest48@mail.example")
    client.force_login(maya)

    answer = client.post(
        f"/data-quality/identity/{review.pk}/" + what.format(identifier=held.pk),
        {"namespace": "email", "source": "till-7"},
        follow=True,
    )

    review.refresh_from_db()
    held.refresh_from_db()
    assert "Somebody was quicker" in answer.content.decode()
    assert (review.decided_by, held.retracted_at, BlockedIdentifier.objects.count()) == (hana, None, 0)


def test_an_identifier_of_somebody_else_is_not_blocked_here(
    client: Browser, maya: User, boutique: Boutique, review: IdentityReview
) -> None:
    eve = make_known_client(boutique, "Eve", email="eve@mail.example")
    client.force_login(maya)

    answer = client.post(f"/data-quality/identity/{review.pk}/block/{eve.identifiers.get().pk}/")

    assert (answer.status_code, BlockedIdentifier.objects.count()) == (404, 0)
