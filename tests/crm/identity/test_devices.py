"""Devices that many people use, and identifiers that were not seen for long."""

from datetime import datetime, timedelta

import pytest

from crm.identity.claims import IdentifierClaim
from crm.identity.resolve import resolve_client
from crm.models import BlockedIdentifier, Client, Identifier, Interaction, Source
from tests.factories import add_identifier, make_interaction

pytestmark = pytest.mark.django_db
DEVICE = IdentifierClaim("anonymous", "kiosk-1")


def log_in(number: int, at: datetime, device: IdentifierClaim = DEVICE) -> Client:
    claims = [IdentifierClaim("email", f"person{number}@mail.example"), device]
    client = resolve_client(claims, source="web", asserted_at=at)
    assert client is not None
    return client


def test_a_device_follows_five_people_and_links_nobody_from_the_sixth(now: datetime) -> None:
    for number in range(6):
        log_in(number, now + timedelta(hours=number))

    assert not Identifier.objects.filter(namespace="anonymous", retracted_at=None).exists()
    assert Identifier.objects.filter(retracted_because="shared").count() == 1
    blocked = BlockedIdentifier.objects.get()
    assert (blocked.namespace, blocked.value, blocked.why, blocked.added_by) == (
        "anonymous", "kiosk-1", "shared_device", None,
    )  # fmt: skip
    assert Client.objects.count() == 6


def test_two_who_take_turns_on_one_device_share_it_without_end(now: datetime) -> None:
    for number in range(20):
        log_in(number % 2, now + timedelta(hours=number))

    assert BlockedIdentifier.objects.count() == 0
    assert Identifier.objects.get(namespace="anonymous", retracted_at=None).client == log_in(1, now + timedelta(days=2))


def test_people_who_used_a_device_long_apart_are_not_many(now: datetime) -> None:
    for number in range(9):
        log_in(number, now + timedelta(days=20 * number))

    assert BlockedIdentifier.objects.count() == 0


def test_ten_thousand_identifiers_on_one_device_are_bounded_work_and_fuse_nobody(
    now: datetime, django_assert_max_num_queries: object
) -> None:
    for number in range(40):
        with django_assert_max_num_queries(30):  # type: ignore[operator]
            log_in(number, now + timedelta(minutes=number))

    assert Client.objects.count() == 40
    assert Identifier.objects.filter(namespace="anonymous").count() == 5


def test_what_a_shared_device_does_belongs_to_nobody_and_what_was_owned_stays(now: datetime, source: Source) -> None:
    before = make_interaction(source, anonymous_id="kiosk-1", at=now)
    first = log_in(0, now)
    for number in range(1, 7):
        log_in(number, now + timedelta(hours=number))
    after = make_interaction(source, anonymous_id="kiosk-1", at=now + timedelta(days=1))

    log_in(8, now + timedelta(days=1))

    assert [Interaction.objects.get(pk=each.pk).client for each in (before, after)] == [first, None]


def test_a_device_not_seen_with_its_owner_for_its_window_decides_no_longer(now: datetime, camille: Client) -> None:
    add_identifier(camille, "anonymous", "kiosk-1", asserted_at=now - timedelta(days=181))

    assert resolve_client([DEVICE], source="web", asserted_at=now) is None
    assert resolve_client([DEVICE], source="web", asserted_at=now, uid=camille.uid) == camille
    assert resolve_client([DEVICE], source="web", asserted_at=now + timedelta(days=1)) == camille


def test_a_telephone_unseen_for_three_years_goes_to_whoever_has_it_now(now: datetime, camille: Client) -> None:
    number = IdentifierClaim("phone", "+33639980001")
    Identifier.objects.filter(namespace="phone").update(asserted_at=now - timedelta(days=1_096))
    claims = [IdentifierClaim("email", "eve@mail.example"), number]

    eve = resolve_client(claims, source="till", asserted_at=now)

    assert eve is not None and eve != camille
    assert Identifier.objects.get(namespace="phone", retracted_at=None).client == eve
    assert list(camille.identifiers.filter(namespace="phone").values_list("retracted_because", "retracted_at")) == [
        ("reissued", now)
    ]


@pytest.mark.parametrize("field", ["seen_at", "verified_at"])
def test_a_telephone_seen_or_proved_since_stays_with_its_owner(now: datetime, camille: Client, field: str) -> None:
    number = IdentifierClaim("phone", "+33639980001")
    long_ago, lately = now - timedelta(days=1_200), now - timedelta(days=30)
    Identifier.objects.filter(namespace="phone").update(asserted_at=long_ago, **{field: lately})

    found = resolve_client([IdentifierClaim("email", "eve@mail.example"), number], source="till", asserted_at=now)

    assert found == camille


def test_an_old_telephone_alone_or_beside_what_is_hers_still_finds_her(now: datetime, camille: Client) -> None:
    number = IdentifierClaim("phone", "+33639980001")
    Identifier.objects.filter(namespace="phone").update(asserted_at=now - timedelta(days=1_200))

    alone = resolve_client([number], source="till", asserted_at=now - timedelta(days=1))
    Identifier.objects.filter(namespace="phone").update(asserted_at=now - timedelta(days=1_200), seen_at=None)
    beside = resolve_client([IdentifierClaim("email", "camille@mail.example"), number], source="till", asserted_at=now)

    assert (alone, beside) == (camille, camille)
    assert Identifier.objects.get(namespace="phone").seen_at == now
