"""Headquarters makes a destination, sees its secret once, and says which segments it is told of."""

import pytest
from django.test import Client as Browser
from django.utils import timezone

from clienteling.lib.sealing import unseal
from crm.actions.destinations import SEALED_FOR, Wanted, make_destination, start_audience
from crm.actions.segment_versions import make_segment
from crm.destinations.signing import shown_secret
from crm.models import Audience, Brand, Delivery, Destination, User
from tests.factories import make_user

pytestmark = pytest.mark.django_db
TYPED = {
    "name": "Ads", "brand": "AURELLE", "url": "https://receiver.example/hooks", "purpose": "marketing",
    "channel": "email", "region": "eu", "tells": "uid",
}  # fmt: skip


@pytest.fixture
def ads(brand: Brand) -> Destination:
    wanted = Wanted("Ads", "https://receiver.example/", "marketing", "email", "eu")
    return make_destination(brand, wanted, actor=None)[0]


def test_a_secret_is_shown_once(client: Browser, hana: User, brand: Brand) -> None:
    client.force_login(hana)

    made = client.post("/segments/destinations/make/", TYPED)

    ads = Destination.objects.get()
    secret = shown_secret(unseal(SEALED_FOR, ads.secret))
    page = client.get(f"/segments/destinations/{ads.pk}/").content.decode()
    assert (made.context["secret"], ads.created_by, secret in page, ads.secret in page) == (secret, hana, False, False)


def test_what_was_typed_wrongly_is_told_and_kept_in_the_form(client: Browser, hana: User, brand: Brand) -> None:
    client.force_login(hana)

    answer = client.post("/segments/destinations/make/", {**TYPED, "url": "receiver.example"})

    assert (answer.context["error"], answer.context["typed"]["name"]) == ("The address begins with https://.", "Ads")
    assert Destination.objects.count() == 0


def test_a_new_secret_leaves_the_former_one_for_a_while(client: Browser, hana: User, ads: Destination) -> None:
    client.force_login(hana)

    answer = client.post(f"/segments/destinations/{ads.pk}/change/", {"do": "rotate"})

    changed = Destination.objects.get()
    assert answer.context["secret"] == shown_secret(unseal(SEALED_FOR, changed.secret))
    assert (changed.former_secret, changed.former_until is not None) == (ads.secret, True)


def test_a_segment_is_sent_told_again_and_stopped(client: Browser, hana: User, ads: Destination, brand: Brand) -> None:
    make_segment(brand, code="gift", name="Gift", kind="static")
    client.force_login(hana)
    address = f"/segments/destinations/{ads.pk}/change/"

    client.post(address, {"do": "start", "segment": "gift"})
    audience = Audience.objects.get()
    client.post(address, {"do": "again", "audience": audience.pk})
    client.post(address, {"do": "stop", "audience": audience.pk})

    audience.refresh_from_db()
    assert (audience.started_by, audience.stopped_at is not None) == (hana, True)
    assert list(Delivery.objects.order_by("number").values_list("number", "type")) == [
        (1, "audience.reset"),
        (2, "audience.reset"),
    ]


def test_a_message_given_up_is_made_due_by_hand(client: Browser, hana: User, ads: Destination, brand: Brand) -> None:
    gift = make_segment(brand, code="gift", name="Gift", kind="static")
    stuck = Delivery.objects.create(
        audience=start_audience(ads, gift, actor=None), number=1, type="audience.changed", status="stuck",
        answer="http_500", attempts=11, due_at=timezone.now(),
    )  # fmt: skip
    client.force_login(hana)

    lines = client.get(f"/segments/destinations/{ads.pk}/").context["lines"]
    client.post(f"/segments/destinations/{ads.pk}/change/", {"do": "retry", "delivery": stuck.pk})

    stuck.refresh_from_db()
    assert [(line.waiting, line.is_stuck) for line in lines] == [(1, True)]
    assert (stuck.status, stuck.attempts) == ("due", 0)


def test_headquarters_of_one_country_reads_and_changes_nothing(client: Browser, ads: Destination, brand: Brand) -> None:
    client.force_login(make_user("Ivo", "hq", brand=brand, country="IT"))

    answers = [
        client.get(f"/segments/destinations/{ads.pk}/").status_code,
        client.post("/segments/destinations/make/", {**TYPED, "name": "More"}).status_code,
        client.post(f"/segments/destinations/{ads.pk}/change/", {"do": "off"}).status_code,
    ]

    assert answers == [200, 403, 403]
    assert list(Destination.objects.values_list("name", "is_active")) == [("Ads", True)]


@pytest.mark.parametrize("typed", [{"do": "explode"}, {"do": "start", "segment": "nothing"}])
def test_a_change_that_there_is_not_changes_nothing(
    client: Browser, hana: User, ads: Destination, typed: dict[str, str]
) -> None:
    client.force_login(hana)

    answer = client.post(f"/segments/destinations/{ads.pk}/change/", typed)

    assert (answer.status_code, Audience.objects.count(), Destination.objects.get().is_active) == (302, 0, True)
