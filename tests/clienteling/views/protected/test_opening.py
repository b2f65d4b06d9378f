"""Break-glass: a stated reason opens a protected client, to one person, for a while."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.utils import timezone

from consent.models import AccessAlert, AccessEntry, Opening
from crm.api.keys import issue_api_key
from crm.models import Brand, Client, User
from tests.clienteling.views.protected.pages import REASON, opened, page_of

pytestmark = pytest.mark.django_db


def test_a_colleague_is_asked_why_and_reads_nothing(client: Browser, famous: Client, bob: User) -> None:
    client.force_login(bob)

    page = page_of(client, f"/clients/{famous.uid}/")

    assert "A protected client" in page
    assert [word for word in ("Inès", "Duval", "Biarritz", "ines@mail") if word in page] == []
    assert AccessEntry.objects.filter(user=bob).count() == 0


def test_a_reason_opens_the_page_for_this_user_for_a_quarter_of_an_hour(
    client: Browser, famous: Client, bob: User, maya: User
) -> None:
    client.force_login(bob)

    answer = client.post(f"/clients/{famous.uid}/open/", REASON)

    assert (answer.status_code, answer["Location"]) == (302, f"/clients/{famous.uid}/")
    assert "Inès Duval" in page_of(client, f"/clients/{famous.uid}/")
    client.force_login(maya)
    assert "Inès" not in page_of(client, f"/clients/{famous.uid}/")
    client.force_login(bob)
    with time_machine.travel(timezone.now() + timedelta(minutes=15, seconds=1), tick=False):
        assert "Inès" not in page_of(client, f"/clients/{famous.uid}/")


def test_an_opening_is_written_down_with_its_reason_and_alerts_the_officers(
    client: Browser, famous: Client, bob: User
) -> None:
    client.force_login(bob)
    client.post(f"/clients/{famous.uid}/open/", REASON)
    client.get(f"/clients/{famous.uid}/")

    entries = AccessEntry.objects.filter(user=bob).order_by("pk").values_list("action", "why")
    alert = AccessAlert.objects.get()
    assert list(entries) == [("opened", "protected: visit"), ("viewed", "page, protected")]
    assert (alert.code, alert.user, alert.client, alert.state) == ("opened", bob, famous, "new")
    assert alert.words == "The client is here, or comes: Comes at four for the fitting of a coat"


@pytest.mark.parametrize(
    "wrong",
    [{"because": "short"}, {"because": "aaaaaaaaaaaaaaaaaaaaaaa"}, {"kind": "curious"}, {"because": "a bcde" * 90}],
)
def test_without_a_reason_nothing_opens(client: Browser, famous: Client, bob: User, wrong: dict[str, str]) -> None:
    client.force_login(bob)

    answer = client.post(f"/clients/{famous.uid}/open/", {**REASON, **wrong})

    assert answer.status_code == 422
    assert (Opening.objects.count(), AccessAlert.objects.count()) == (0, 0)
    assert "Inès" not in page_of(client, f"/clients/{famous.uid}/")


def test_ones_own_client_opens_without_a_reason_and_is_logged(client: Browser, famous: Client, alice: User) -> None:
    client.force_login(alice)

    page = page_of(client, f"/clients/{famous.uid}/")

    assert "Inès Duval" in page
    assert AccessEntry.objects.get(user=alice).why == "page, protected"
    assert AccessAlert.objects.count() == 0


@pytest.mark.parametrize("part", ["for-client", "story", "identity", "merge", "people", "tastes"])
def test_no_part_of_the_page_goes_round_the_question(client: Browser, famous: Client, maya: User, part: str) -> None:
    client.force_login(maya)

    page = page_of(client, f"/clients/{famous.uid}/{part}/")

    assert "A protected client" in page
    assert [word for word in ("Inès", "Duval", "ines@mail") if word in page] == []


def test_a_change_is_refused_and_nothing_is_changed(client: Browser, famous: Client, bob: User) -> None:
    client.force_login(bob)

    answer = client.post(f"/clients/{famous.uid}/tastes/", {"name": "drink", "value": "tea"})

    assert answer.status_code == 403
    famous.refresh_from_db()
    assert famous.tastes == {}


def test_a_part_that_is_open_no_more_brings_the_question(client: Browser, famous: Client, bob: User) -> None:
    client.force_login(bob)

    answer = client.get(f"/clients/{famous.uid}/story/", headers={"HX-Request": "true", "HX-Target": "story"})

    assert (answer.status_code, answer["HX-Refresh"]) == (403, "true")


def test_the_administration_opens_a_protected_client_for_a_reason_only(
    client: Browser, famous: Client, admin_user: User
) -> None:
    client.force_login(admin_user)
    address = f"/admin/crm/client/{famous.pk}/change/"

    assert client.get(address).status_code == 302
    assert "ines@mail" not in page_of(client, "/admin/crm/identifier/")
    opened(famous, admin_user)
    assert client.get(address).status_code == 200


def test_a_key_reads_a_protected_client_for_a_reason_only(client: Browser, famous: Client, brand: Brand) -> None:
    key, secret = issue_api_key("Website", brand=brand, scopes=["profiles:read", "clients:read"])
    bearer = {"Authorization": f"Bearer {secret}"}

    refused = client.get(f"/api/v1/clients/{famous.uid}/", headers=bearer)
    none_found = client.post(
        "/api/v1/clients/matches/", {"emails": ["ines@mail.example"]}, "application/json", headers=bearer
    )
    given = client.get(
        f"/api/v1/clients/{famous.uid}/", headers={**bearer, "Access-Reason": "ticket 12345, her repair"}
    )

    assert (refused.status_code, refused.json()["code"], none_found.json()) == (403, "reason_required", [])
    assert (given.status_code, given.json()["given_name"]) == (200, "Inès")
    assert [(each.api_key, each.why) for each in AccessEntry.objects.filter(action="api_read")] == [
        (key.prefix, "profile, protected: ticket 12345, her repair")
    ]
