"""The client corrects their own data, by a link of this month, in four languages."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client as Browser
from django.utils import timezone

from consent.models import ContactPreference, Erasure
from consent.queries.quiet import preferred_channel_of
from consent.views.links import preference_token
from consent.views.words import words_in
from crm.actions.merge import merge_clients
from crm.models import Brand, Client, User
from crm.queries.clients import search_clients
from tests.factories import make_client

pytestmark = pytest.mark.django_db
SAID = {
    "given_name": " Camille  Anne ", "family_name": "Laurent-Roy", "birth_date": "1988-04-12", "city": "Lyon",
    "country": "fr", "language": "it", "preferred_channel": "whatsapp",
}  # fmt: skip


@pytest.fixture
def page(camille: Client, brand: Brand) -> str:
    return f"/preferences/{preference_token(camille, brand)}/data/"


def held(client: Client) -> dict[str, Any]:
    client.refresh_from_db()
    return {name: getattr(client, name) for name in SAID if hasattr(client, name)}


def test_what_is_corrected_holds_everywhere(
    client: Browser, page: str, camille: Client, brand: Brand, hana: User
) -> None:
    answer = client.post(f"{page}correct/", SAID)

    assert answer.status_code == 302
    assert held(camille) == {
        "given_name": "Camille Anne", "family_name": "Laurent-Roy", "birth_date": date(1988, 4, 12), "city": "Lyon",
        "country": "FR", "language": "it",
    }  # fmt: skip
    assert preferred_channel_of(camille, brand=brand) == "whatsapp"
    assert [each.pk for each in search_clients(hana, "laurent-roy")] == [camille.pk]
    assert words_in("it")["data_kept"] in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"given_name": "C" * 81}, "name_too_long"),
        ({"birth_date": "yesterday"}, "birth_date_invalid"),
        ({"birth_date": "2999-01-01"}, "birth_date_invalid"),
        ({"birth_date": "1899-12-31"}, "birth_date_invalid"),
        ({"city": "L" * 61}, "city_too_long"),
        ({"country": "France"}, "country_invalid"),
        ({"language": "tlh"}, "language_unknown"),
        ({"preferred_channel": "telegraph"}, "channel_unknown"),
        ({"preferred_channel": "wechat"}, "channel_unknown"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_nothing_changes(
    client: Browser, page: str, camille: Client, wrong: dict[str, str], code: str
) -> None:
    before = held(camille)

    answer = client.post(f"{page}correct/", {**SAID, **wrong})

    assert (answer.status_code, answer.context["code"], answer.context["refused"]) == (422, code, words_in("fr")[code])
    assert (held(camille), ContactPreference.objects.count()) == (before, 0)


def test_who_would_rather_not_say_leaves_it_empty(client: Browser, page: str, camille: Client) -> None:
    client.post(f"{page}correct/", {**dict.fromkeys(SAID, ""), "language": "fr"})

    assert (camille.birth_date, held(camille)["given_name"], ContactPreference.objects.count()) == (None, "", 0)


@pytest.mark.parametrize("language", ["en", "fr", "it", "zh-hans"])
def test_the_page_speaks_the_clients_language(client: Browser, page: str, camille: Client, language: str) -> None:
    Client.objects.filter(pk=camille.pk).update(language=language)

    text = client.get(page).content.decode()

    assert [words_in(language)[word] in text for word in ("data_title", "birth_date", "nav_rights")] == [True] * 3


def test_an_old_link_shows_nobodys_data_and_still_says_stop(
    client: Browser, page: str, camille: Client, brand: Brand
) -> None:
    before = held(camille)

    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        statuses = [client.get(page).status_code, client.post(f"{page}correct/", SAID).status_code]
        choices = client.get(page.removesuffix("data/")).status_code

    assert (statuses, choices, held(camille)) == ([410, 410], 200, before)


def test_the_addresses_are_shown_with_their_middle_left_out(client: Browser, page: str) -> None:
    text = client.get(page).content.decode()

    assert ["c•••e@mail.example" in text, "camille@mail.example" in text] == [True, False]


def test_a_merge_keeps_the_wish_for_a_channel(camille: Client, brand: Brand, hana: User) -> None:
    double = make_client()
    ContactPreference.objects.create(client=camille, brand=brand, at_most=2, changed_at=timezone.now())
    ContactPreference.objects.create(client=double, brand=brand, preferred_channel="phone", changed_at=timezone.now())

    merge_clients(camille, double, actor=hana, reason="the same person", at=timezone.now())

    assert preferred_channel_of(camille, brand=brand) == "phone"


def test_every_language_has_every_word() -> None:
    assert {frozenset(words_in(each)) for each in ("fr", "it", "zh-hans")} == {frozenset(words_in("en"))}


def test_an_erased_record_is_not_filled_again_by_an_old_link(
    client: Browser, page: str, camille: Client, brand: Brand
) -> None:
    now = timezone.now()
    Erasure.objects.create(client=camille, client_ids=[camille.pk], reason="asked", erased_at=now, due_at=now)
    before = held(camille)

    answer = client.post(f"{page}correct/", SAID)

    assert (answer.status_code, answer.context["code"], held(camille)) == (422, "client_erased", before)
