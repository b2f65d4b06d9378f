"""Values that the house blocks: they identify nobody, and what they had linked ends with a trail."""

from datetime import datetime, timedelta

import pytest

from consent.models import AccessEntry
from crm.actions.accounts import AccountError, open_account
from crm.actions.block import block_value
from crm.actions.cut import give_back_identifier
from crm.identity.bulk import NewClient, resolve_many
from crm.identity.errors import IdentityError
from crm.identity.resolve import IdentifierClaim, resolve_client
from crm.models import BlockedIdentifier, Brand, Client, Identifier, IdentityLink, User
from tests.factories import add_identifier

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("namespace", "blocked", "claimed"),
    [
        ("email", "Till@Maison.example", "till@maison.example"),
        ("email", "@maison.example", "anybody@maison.example"),
        ("", "@maison.example", "anybody@maison.example"),
        ("phone", "+33 6 39 98 00 77", "+33639980077"),
        ("", "Ask Bob", "ask bob"),
        ("crm", "walkin-7", "AURELLE:walkin-7"),
    ],
    ids=["address", "domain", "domain-of-any-kind", "telephone", "any-kind", "number-of-a-brand"],
)
def test_a_blocked_value_identifies_nobody(
    hana: User, now: datetime, namespace: str, blocked: str, claimed: str
) -> None:
    block_value(blocked, namespace=namespace, why="own_mailbox", actor=hana, at=now)
    kind = namespace or ("email" if "@" in claimed else "loyalty")

    with pytest.raises(IdentityError, match="value_blocked"):
        resolve_client([IdentifierClaim(kind, claimed)], source="till", asserted_at=now)

    assert (Client.objects.count(), Identifier.objects.count()) == (0, 0)


def test_the_rest_of_a_call_still_counts(hana: User, now: datetime) -> None:
    block_value("tablet-1", namespace="anonymous", why="own_device", actor=hana, at=now)
    claims = [IdentifierClaim("email", "camille@mail.example"), IdentifierClaim("anonymous", "tablet-1")]

    camille = resolve_client(claims, source="app", asserted_at=now)

    assert camille is not None
    assert list(camille.identifiers.values_list("namespace", flat=True)) == ["email"]


def test_blocking_ends_what_was_linked_and_writes_it_down(camille: Client, maya: User, now: datetime) -> None:
    address, phone = camille.identifiers.order_by("namespace")
    IdentityLink.objects.create(a=address, b=phone, source="till", asserted_at=now)

    blocked = block_value(address.value, namespace="email", why="misused", actor=maya, at=now + timedelta(hours=1))

    address.refresh_from_db()
    camille.refresh_from_db()
    assert (address.retracted_at, address.retracted_because) == (now + timedelta(hours=1), "blocked")
    assert not IdentityLink.objects.filter(retracted_at=None).exists()
    assert "camille@mail.example" not in camille.search_text
    said = AccessEntry.objects.values_list("user", "client", "action", "why")
    assert list(said) == [(maya.pk, camille.pk, "changed", str(blocked))]


def test_blocking_again_changes_nothing(camille: Client, maya: User, hana: User, now: datetime) -> None:
    first = block_value("x-1", namespace="device", why="own_device", actor=maya, at=now)

    again = block_value(" X-1 ", namespace="device", why="misused", actor=hana, at=now + timedelta(days=1))
    same = block_value("x-1", namespace="device", why="misused", actor=hana, at=now + timedelta(days=1))

    assert (same, same.why, same.added_by) == (first, "own_device", maya)
    # A device's id is what it is: another case is another device.
    assert again != first
    assert BlockedIdentifier.objects.count() == 2


def test_nobody_opens_an_account_by_a_blocked_address(brand: Brand, hana: User, now: datetime) -> None:
    block_value("@maison.example", namespace="email", why="own_mailbox", actor=hana, at=now)

    with pytest.raises(AccountError, match="email_invalid"):
        open_account(
            brand=brand, email="till@maison.example", password="correct-horse-battery", language="en", source="web",  # noqa: S106
            at=now,
        )  # fmt: skip

    assert Client.objects.count() == 0


def test_a_file_makes_nobody_of_a_blocked_number(hana: User, now: datetime) -> None:
    block_value("walkin", namespace="crm", why="misused", actor=hana, at=now)

    resolved = resolve_many("crm", {"A:walkin": NewClient(), "A:1": NewClient()}, source="till", asserted_at=now)

    assert (list(resolved.ids), resolved.created, Client.objects.count()) == (["A:1"], 1, 1)


def test_a_blocked_identifier_is_not_given_back(camille: Client, maya: User, now: datetime) -> None:
    card = add_identifier(camille, "card", "C77")
    block_value("C-77", namespace="card", why="misused", actor=maya, at=now)
    card.refresh_from_db()

    with pytest.raises(IdentityError, match="value_blocked"):
        give_back_identifier(card, actor=maya)

    assert Identifier.objects.get(pk=card.pk).retracted_at == now
