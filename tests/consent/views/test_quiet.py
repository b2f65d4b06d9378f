"""A pause, fewer messages, and who looked: what a client finds beneath yes and no."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client as Browser
from django.utils import timezone

from clienteling.lib.tokens import sign_link
from consent.actions.access import record_access
from consent.actions.quieten import limit_marketing, pause_marketing
from consent.errors import ConsentError
from consent.models import ContactPreference
from consent.queries.permission import may_contact
from crm.actions.merge import merge_clients, unmerge_clients
from crm.models import Boutique, Brand, Client, User
from journeys.actions.caps import reserve_caps
from journeys.models import CapRule, CapUse
from tests.factories import allow_contact, make_known_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(camille: Client, brand: Brand) -> str:
    allow_contact(camille, brand)
    allow_contact(camille, brand, purpose="stock-alerts")
    token = sign_link("preferences", {"uid": camille.uid, "channel": "email", "brand": brand.code})
    return f"/preferences/{token}/"


def reason(client: Client, brand: Brand, purpose: str = "marketing") -> str:
    return may_contact(client, purpose=purpose, channel="email", brand=brand, at=timezone.now()).reason


def test_a_pause_stops_news_and_nothing_that_was_asked_for(
    page: str, client: Browser, camille: Client, brand: Brand
) -> None:
    assert client.post(f"{page}pause/", {"days": "30"}).status_code == 302

    given = [reason(camille, brand, purpose) for purpose in ("marketing", "stock-alerts", "service")]
    assert given == ["paused", "allowed", "allowed"]


def test_a_pause_ends_by_itself_and_by_a_click(page: str, client: Browser, camille: Client, brand: Brand) -> None:
    client.post(f"{page}pause/", {"days": "30"})
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert reason(camille, brand) == "allowed"

    client.post(f"{page}pause/", {"days": "0"})
    assert reason(camille, brand) == "allowed"


def test_a_pause_of_one_house_is_none_of_another(camille: Client, brand: Brand, other_brand: Brand) -> None:
    allow_contact(camille, other_brand)

    pause_marketing(camille, brand=brand, days=90, at=timezone.now())

    assert reason(camille, other_brand) == "allowed"


@pytest.mark.parametrize("days", ["", "-1", "367", "month", "99999"])
def test_a_pause_of_no_length_is_refused(page: str, client: Browser, camille: Client, days: str) -> None:
    assert client.post(f"{page}pause/", {"days": days}).status_code == 400
    assert ContactPreference.objects.count() == 0


def test_the_clients_own_number_lowers_the_cap(camille: Client, brand: Brand) -> None:
    rule = CapRule.objects.get(brand=brand, days=30)
    assert rule.maximum > 1
    limit_marketing(camille, brand=brand, at_most=1, at=timezone.now())

    taken = [reserve_caps(client_id=camille.pk, brand_id=brand.pk, at=timezone.now()) for _ in range(2)]

    assert (taken, CapUse.objects.get().used) == ([True, False], 1)


def test_the_clients_own_number_never_raises_the_cap(camille: Client, brand: Brand) -> None:
    CapRule.objects.filter(brand=brand).update(maximum=1)
    limit_marketing(camille, brand=brand, at_most=30, at=timezone.now())

    taken = [reserve_caps(client_id=camille.pk, brand_id=brand.pk, at=timezone.now()) for _ in range(2)]

    assert taken == [True, False]


def test_the_number_is_chosen_and_taken_back_on_the_page(
    page: str, client: Browser, camille: Client, brand: Brand
) -> None:
    client.post(f"{page}frequency/", {"at_most": "2"})
    assert ContactPreference.objects.get().at_most == 2
    assert '<option value="2" selected>' in client.get(page).content.decode()

    client.post(f"{page}frequency/", {"at_most": ""})
    assert ContactPreference.objects.get().at_most is None


@pytest.mark.parametrize("at_most", [0, 31, -1])
def test_a_number_that_means_no_is_refused(camille: Client, brand: Brand, at_most: int) -> None:
    with pytest.raises(ConsentError, match="frequency_invalid"):
        limit_marketing(camille, brand=brand, at_most=at_most, at=timezone.now())

    assert ContactPreference.objects.count() == 0


def test_the_database_holds_both(camille: Client, brand: Brand) -> None:
    kept = {"client": camille, "brand": brand, "changed_at": timezone.now()}
    with pytest.raises(IntegrityError, match="a_client_asks_for_at_least_one_message"), transaction.atomic():
        ContactPreference.objects.create(**kept, at_most=0)
    ContactPreference.objects.create(**kept)

    with pytest.raises(IntegrityError, match="one_contact_preference_per_client_and_brand"), transaction.atomic():
        ContactPreference.objects.create(**kept)

    assert ContactPreference.objects.count() == 1


def test_after_a_merge_the_longer_silence_holds_and_comes_back(
    camille: Client, brand: Brand, boutique: Boutique, maya: User
) -> None:
    double, at = make_known_client(boutique, "Camille", family_name="Laurent"), timezone.now()
    limit_marketing(camille, brand=brand, at_most=2, at=at)
    pause_marketing(camille, brand=brand, days=10, at=at)
    limit_marketing(double, brand=brand, at_most=4, at=at)
    pause_marketing(double, brand=brand, days=90, at=at)

    log = merge_clients(camille, double, actor=maya, reason="same person")
    held = ContactPreference.objects.get(client=camille)
    assert (held.at_most, held.paused_until) == (2, at + timedelta(days=90))

    unmerge_clients(log, actor=maya)
    held.refresh_from_db()
    assert (held.at_most, held.paused_until) == (2, at + timedelta(days=10))


def test_who_looked_is_a_role_and_a_place_and_never_a_name(
    page: str, client: Browser, camille: Client, alice: User, hana: User
) -> None:
    for user in (alice, alice, hana):
        record_access(user=user, client=camille, action="viewed", fields=["identity"])
    Client.objects.update(language="en")
    record_access(api_key="ck_1", client=camille, action="api_read", fields=["identity"])

    shown = client.get(page).content.decode()

    said = ["A client advisor, rue Saint-Honoré", "2 times", "Headquarters", "A system of the house"]
    assert [words in shown for words in said] == [True] * 4
    assert [name in shown for name in (alice.first_name, alice.email, hana.email, "ck_1")] == [False] * 4


@pytest.mark.parametrize(("language", "title"), [
    ("fr", "Qui a consulté votre profil"), ("it", "Chi ha visto il Suo profilo"), ("zh-hans", "谁查看过您的资料"),
])  # fmt: skip
def test_the_page_speaks_the_clients_language(
    page: str, client: Browser, camille: Client, language: str, title: str
) -> None:
    camille.language = language
    camille.save()

    assert title in client.get(page).content.decode()
