"""Who leaves, moves or loses a key is answered otherwise from the next request on: pages, open fragments, machines."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.contrib.sessions.models import Session
from django.test import Client as Browser
from rest_framework.test import APIClient

from clienteling.actions.visits import arrive
from clienteling.models import Note, Task
from crm.api.keys import issue_api_key
from crm.models import ApiKey, Boutique, Brand, Client, Membership, User
from tests.test_endpoint_matrix import without_mask

pytestmark = pytest.mark.django_db

HTMX = {"HTTP_HX_REQUEST": "true"}
PAGES = ("/my-day/", "/clients/", "/check-in/", "/me/")
OF_CAMILLE = (
    "/clients/{uid}/", "/clients/{uid}/story/", "/clients/{uid}/for-client/", "/clients/{uid}/tastes/",
    "/clients/{uid}/identity/", "/clients/{uid}/notes/blank/",
)  # fmt: skip


@pytest.fixture
def browser(alice: User, camille: Client, boutique: Boutique, now: datetime) -> Browser:
    """Alice's, with Camille's page open in it."""
    browser = Browser()
    browser.force_login(alice)
    Task.objects.create(client=camille, boutique=boutique, advisor=alice, text="Call", due_on=now.date())
    arrive(camille, boutique=boutique, advisor=alice, method="code", at=now)
    assert browser.get(f"/clients/{camille.uid}/").status_code == 200
    return browser


def disable(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def move(user: User, to: Boutique) -> None:
    Membership.objects.filter(user=user).update(boutique=to)


@pytest.mark.parametrize("address", [*PAGES, *OF_CAMILLE])
def test_a_disabled_account_is_asked_to_log_in(browser: Browser, alice: User, camille: Client, address: str) -> None:
    disable(alice)

    page, fragment = (browser.get(address.format(uid=camille.uid), **headers) for headers in ({}, HTMX))

    assert (page.status_code, page["Location"].split("?")[0]) == (302, "/accounts/login/")
    assert (fragment.status_code, fragment.content) == (401, b"")


def test_a_disabled_account_writes_nothing_more(browser: Browser, alice: User, camille: Client) -> None:
    disable(alice)

    answer = browser.post(f"/clients/{camille.uid}/notes/", {"text": "likes tea"}, **HTMX)

    assert (answer.status_code, Note.objects.count()) == (401, 0)


def test_a_disabled_administrator_is_out_of_the_admin(admin_user: User) -> None:
    browser = Browser()
    browser.force_login(admin_user)
    assert browser.get("/admin/").status_code == 200

    disable(admin_user)

    assert browser.get("/admin/")["Location"] == "/admin/login/?next=/admin/"


@pytest.mark.parametrize("address", OF_CAMILLE)
def test_whoever_is_moved_finds_no_client_of_the_former_boutique(
    browser: Browser, alice: User, camille: Client, other_boutique: Boutique, address: str
) -> None:
    move(alice, to=other_boutique)

    theirs = browser.get(address.format(uid=camille.uid), **HTMX)
    nobodys = browser.get(address.format(uid="C-0000000000"), **HTMX)

    assert (theirs.status_code, nobodys.status_code) == (404, 404)
    assert without_mask(theirs) == without_mask(nobodys)


@pytest.mark.parametrize("address", ["/my-day/", "/clients/"])
def test_whoever_is_moved_reads_no_name_of_the_former_boutique(
    browser: Browser, alice: User, other_boutique: Boutique, address: str
) -> None:
    assert b"Laurent" in browser.get(address).content

    move(alice, to=other_boutique)

    assert b"Laurent" not in browser.get(address).content
    assert b"Laurent" not in browser.get(address, **HTMX).content


def test_whoever_is_moved_writes_nothing_of_a_client_left_behind(
    browser: Browser, alice: User, camille: Client, other_boutique: Boutique
) -> None:
    move(alice, to=other_boutique)

    answer = browser.post(f"/clients/{camille.uid}/notes/", {"text": "likes tea"}, **HTMX)

    assert (answer.status_code, Note.objects.count()) == (404, 0)


def test_whoever_loses_the_last_membership_sees_nobody(browser: Browser, alice: User, camille: Client) -> None:
    Membership.objects.filter(user=alice).delete()

    assert browser.get(f"/clients/{camille.uid}/", **HTMX).status_code == 403


def test_a_password_that_was_changed_ends_the_other_log_ins(browser: Browser, alice: User) -> None:
    alice.set_password("another long passphrase")
    alice.save(update_fields=["password"])

    assert browser.get("/my-day/")["Location"].split("?")[0] == "/accounts/login/"


def test_a_log_in_that_was_ended_elsewhere_is_over(browser: Browser) -> None:
    Session.objects.all().delete()

    assert browser.get("/my-day/")["Location"].split("?")[0] == "/accounts/login/"


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        (lambda keys, now: keys.update(revoked_at=now), 401, "api_key_invalid"),
        (lambda keys, now: keys.update(scopes=["catalogue:read"]), 403, "permission_denied"),
        (
            lambda keys, now: keys.update(brand=Brand.objects.create(code="SORANE", name="Sorane")),
            404,
            "client_unknown",
        ),
    ],
    ids=["revoked", "narrowed", "moved"],
)
def test_a_key_that_is_changed_is_another_key_at_once(
    brand: Brand, camille: Client, now: datetime, changed: Callable[..., int], status: int, code: str
) -> None:
    key, secret = issue_api_key("till", brand=brand, scopes=["profiles:read"])
    api = APIClient()
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    assert api.get(f"/api/v1/clients/{camille.uid}/").status_code == 200

    changed(ApiKey.objects.filter(pk=key.pk), now)

    answer = api.get(f"/api/v1/clients/{camille.uid}/")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
