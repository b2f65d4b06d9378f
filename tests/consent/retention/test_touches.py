"""When somebody was last in touch outlives what says so: a click that ended by its own rule is no silence."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import Q

from consent.actions.hold import place_hold
from consent.models import LastTouch
from consent.retention.buyers import silent_buyers
from consent.retention.contacts import prospects_silent_since
from consent.retention.nights import expire_tables
from crm.actions.merge import merge_clients
from crm.actions.partitions import make_partitions
from crm.models import Boutique, Brand, CartItem, Client, Interaction, Source, User
from journeys.models import DeliveryEvent, Send
from tests.factories import make_interaction, make_known_client, make_purchase

pytestmark = pytest.mark.django_db
CLICK = datetime(2023, 9, 10, tzinfo=UTC)
CREATED = datetime(2015, 1, 1, tzinfo=UTC)


@pytest.fixture
def prospect(boutique: Boutique) -> Client:
    client = make_known_client(boutique, "Hugo", email="hugo@mail.example")
    Client.objects.filter(pk=client.pk).update(created_at=CREATED)
    return client


def event(client: Client, brand: Brand, kind: str, at: datetime) -> None:
    send = Send.objects.create(
        key=f"{kind}-{at}", channel="email", client=client, brand=brand, purpose="marketing", template="t",
        language="en", due_at=at, expires_at=at,
    )  # fmt: skip
    DeliveryEvent.objects.create(provider="sink", provider_id=f"{kind}-{at}", send=send, kind=kind, at=at)


def touches() -> list[tuple[int, datetime]]:
    return list(LastTouch.objects.order_by("client").values_list("client", "at"))


def silent(at: datetime) -> set[int]:
    return set(prospects_silent_since(at - timedelta(days=3 * 365)).values_list("pk", flat=True))


def test_a_click_two_and_a_half_years_ago_is_no_silence_of_three(prospect: Client, brand: Brand, now: datetime) -> None:
    event(prospect, brand, "clicked", CLICK - timedelta(days=30))
    event(prospect, brand, "clicked", CLICK)
    event(prospect, brand, "opened", CLICK + timedelta(days=1))

    expire_tables(at=now, seconds=10)

    assert (DeliveryEvent.objects.count(), touches()) == (0, [(prospect.pk, CLICK)])
    assert (silent(now), silent(CLICK + timedelta(days=3 * 365 + 1))) == (set(), {prospect.pk})


def test_the_later_moment_holds_whichever_comes_second(prospect: Client, brand: Brand, now: datetime) -> None:
    LastTouch.objects.create(client=prospect, at=CLICK + timedelta(days=9))
    event(prospect, brand, "clicked", CLICK)
    CartItem.objects.create(client=prospect, brand=brand, sku="tote", changed_at=CLICK - timedelta(days=9))

    expire_tables(at=now, seconds=10)

    assert touches() == [(prospect.pk, CLICK + timedelta(days=9))]


def test_a_month_of_looks_that_goes_leaves_the_last_look_of_each(
    prospect: Client, camille: Client, source: Source, now: datetime
) -> None:
    make_partitions(CLICK.date(), CLICK.date())
    for each, day in ((prospect, 0), (prospect, 3), (camille, 1)):
        make_interaction(source, client=each, at=CLICK + timedelta(days=day))
    make_interaction(source, "Email Opened", client=camille, at=CLICK + timedelta(days=5))
    make_interaction(source, at=CLICK)

    expire_tables(at=now, seconds=10)

    assert Interaction.objects.count() == 0
    assert touches() == sorted([(prospect.pk, CLICK + timedelta(days=3)), (camille.pk, CLICK + timedelta(days=1))])


def test_beside_somebody_who_is_held_too(
    prospect: Client, camille: Client, source: Source, petra: User, now: datetime
) -> None:
    make_partitions(CLICK.date(), CLICK.date())
    for each in (prospect, camille):
        make_interaction(source, client=each, at=CLICK)
    place_hold(camille, reason="a claim", actor=petra, at=now)

    expire_tables(at=now, seconds=10)

    assert (Interaction.objects.get().client, touches()) == (camille, [(prospect.pk, CLICK)])


def test_of_two_records_made_one_both_count(prospect: Client, boutique: Boutique, maya: User, now: datetime) -> None:
    double = make_known_client(boutique, "Hugo", email="h@mail.example")
    LastTouch.objects.create(client=double, at=CLICK)

    merge_clients(prospect, double, actor=maya, reason="same", at=now)

    assert silent(now) == set()


def test_a_buyer_is_kept_by_it_too(camille: Client, boutique: Boutique, now: datetime) -> None:
    make_purchase(camille, boutique, at=CREATED)
    assert silent_buyers(Q(), at=now) == [camille.pk]

    LastTouch.objects.create(client=camille, at=CLICK)

    assert silent_buyers(Q(), at=now) == []
