"""What the night ends: devices long unseen, and values that were blocked after they had linked."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from consent.models import AccessEntry
from crm.identity.tend import Tended, tend_identifiers
from crm.models import BlockedIdentifier, Client, Identifier, IdentityLink
from tests.factories import add_identifier

pytestmark = pytest.mark.django_db


def live(client: Client) -> list[str]:
    return sorted(client.identifiers.filter(retracted_at=None).values_list("value", flat=True))


def test_a_device_unseen_for_its_window_ends_with_its_links(camille: Client, now: datetime) -> None:
    old = add_identifier(camille, "anonymous", "old", asserted_at=now - timedelta(days=181))
    new = add_identifier(camille, "anonymous", "new", asserted_at=now - timedelta(days=400), seen_at=now)
    IdentityLink.objects.create(a=old, b=new, source="web", asserted_at=now)

    first, again = tend_identifiers(now=now), tend_identifiers(now=now)

    old.refresh_from_db()
    assert (first, again) == (Tended(1, 0), Tended(0, 0))
    assert (old.retracted_at, old.retracted_because) == (now, "unseen")
    assert live(camille) == ["+33639980001", "camille@mail.example", "new"]
    assert not IdentityLink.objects.filter(retracted_at=None).exists()


def test_a_telephone_unseen_for_years_stays_a_way_to_reach_her(camille: Client, now: datetime) -> None:
    tend_identifiers(now=now + timedelta(days=5_000))

    assert live(camille) == ["+33639980001", "camille@mail.example"]


@pytest.mark.parametrize(
    ("namespace", "value", "blocked"),
    [
        ("email", "till@maison.example", ("email", "@maison.example")),
        ("crm", "AURELLE:null", None),
        ("crm", "AURELLE:walkin-7", ("", "walkin-7")),
        ("loyalty", "UNKNOWN", None),
        ("card", "K7", ("card", "K7")),
    ],
    ids=["domain", "shipped-behind-a-brand", "any-kind", "shipped", "by-kind"],
)
def test_what_was_blocked_after_it_had_linked_ends_with_a_trail(
    camille: Client, namespace: str, value: str, blocked: tuple[str, str] | None
) -> None:
    now = timezone.now()
    add_identifier(camille, namespace, value, asserted_at=now)
    if blocked:
        BlockedIdentifier.objects.create(namespace=blocked[0], value=blocked[1], added_at=now)

    first, again = tend_identifiers(now=now), tend_identifiers(now=now)

    assert (first.blocked, again.blocked) == (1, 0)
    assert live(camille) == ["+33639980001", "camille@mail.example"]
    assert Identifier.objects.get(value=value).retracted_because == "blocked"
    assert list(AccessEntry.objects.values_list("user", "client", "why")) == [(None, camille.pk, "blocked value")]


def test_more_than_one_look_holds_is_all_ended(camille: Client, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm.identity.tend.MOST", 2)
    monkeypatch.setattr("crm.identity.tend.RANGE", 3)
    for number in range(7):
        add_identifier(camille, "email", f"{number}@maison.example", asserted_at=now)
    BlockedIdentifier.objects.create(namespace="email", value="@maison.example", added_at=now)

    assert tend_identifiers(now=now) == Tended(0, 7)
