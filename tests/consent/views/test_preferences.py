"""The client's own choices: one click either way, and no click by a machine that only follows links."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.utils import timezone

from clienteling.lib.tokens import sign_link
from consent.actions.access import record_access
from consent.contact_hash import contact_hash, first_hash
from consent.models import Decision, Suppression
from consent.purposes import STANDING_PURPOSES
from consent.queries.permission import may_contact, may_profile
from consent.views.words import words_in
from crm.models import Brand, Client, User
from tests.factories import add_identifier, allow_contact, make_client


@pytest.fixture
def strict_browser() -> Browser:
    """Without cookies, and refused where a CSRF token is wanted: a mail provider's machine."""
    return Browser(enforce_csrf_checks=True)


@pytest.fixture
def page(camille: Client, brand: Brand) -> str:
    allow_contact(camille, brand)
    allow_contact(camille, brand, purpose="stock-alerts")
    token = sign_link("preferences", {"uid": camille.uid, "channel": "email", "brand": brand.code, "send": 7})
    return f"/preferences/{token}/"


def allowed(client: Client, brand: Brand, purpose: str = "marketing") -> str:
    return may_contact(client, purpose=purpose, channel="email", brand=brand, at=timezone.now()).reason


def test_one_click_stops_every_message_that_rests_on_consent(
    strict_browser: Browser, page: str, camille: Client, brand: Brand
) -> None:
    answer = strict_browser.post(
        f"{page}unsubscribe/", "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code == 200
    assert (allowed(camille, brand), allowed(camille, brand, "stock-alerts")) == ("suppressed", "withdrawn")
    assert allowed(camille, brand, "service") == "allowed"
    assert Decision.objects.filter(status="withdrawn", method="one_click").count() == 2


def test_one_click_twice_is_one_suppression(strict_browser: Browser, page: str) -> None:
    for _ in range(2):
        assert strict_browser.post(f"{page}unsubscribe/").status_code == 200

    assert Suppression.objects.count() == 1


@pytest.mark.parametrize("part", ["", "unsubscribe/"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_a_scanner_that_follows_links_changes_nothing(
    strict_browser: Browser, page: str, camille: Client, brand: Brand, part: str, method: str
) -> None:
    before = Decision.objects.count()

    answer = getattr(strict_browser, method)(page + part)

    assert answer.status_code == 200
    assert (allowed(camille, brand), Decision.objects.count(), Suppression.objects.count()) == ("allowed", before, 0)


def test_what_was_withdrawn_can_be_given_back_on_the_same_page(
    client: Browser, page: str, camille: Client, brand: Brand
) -> None:
    choice = {"purpose": "marketing", "channel": "email"}

    stopped = client.post(f"{page}decide/", {**choice, "answer": "withdraw"})
    after_stop = allowed(camille, brand)
    client.post(f"{page}decide/", {**choice, "answer": "give"})

    assert (stopped.status_code, stopped["Location"]) == (302, page)
    assert (after_stop, allowed(camille, brand)) == ("suppressed", "allowed")
    given = Decision.objects.latest("pk")
    assert (given.method, given.origin, given.notice.language if given.notice else "") == (
        "web_form",
        "/preferences/ send 7",
        "fr",
    )


def test_stopping_alerts_alone_leaves_news_as_they_were(
    client: Browser, page: str, camille: Client, brand: Brand
) -> None:
    client.post(f"{page}decide/", {"purpose": "stock-alerts", "channel": "email", "answer": "withdraw"})

    assert (allowed(camille, brand, "stock-alerts"), allowed(camille, brand)) == ("withdrawn", "allowed")


def test_suggestions_from_history_are_one_click_too(client: Browser, page: str, camille: Client, brand: Brand) -> None:
    client.post(f"{page}decide/", {"purpose": "profiling", "channel": "", "answer": "give"})

    assert may_profile(camille, brand=brand) is True


@pytest.mark.parametrize("choice", [{"purpose": "world-peace", "channel": "email"}, {"purpose": "marketing"}])
def test_a_choice_that_makes_no_sense_changes_nothing(client: Browser, page: str, choice: dict[str, str]) -> None:
    before = Decision.objects.count()

    client.post(f"{page}decide/", {**choice, "answer": "give"})

    assert Decision.objects.count() == before


def test_the_page_shows_an_address_only_to_whom_it_belongs(client: Browser, page: str) -> None:
    shown = client.get(page).content.decode()

    assert "c•••e@mail.example" in shown
    assert "camille@mail.example" not in shown
    assert "Ce que nous pouvons vous écrire" in shown


@pytest.mark.parametrize("part", ["", "unsubscribe/", "decide/"])
def test_a_changed_token_opens_nothing(client: Browser, page: str, camille: Client, brand: Brand, part: str) -> None:
    before = Decision.objects.count()
    spoilt = page[:-8] + ("A" if page[-8] != "A" else "B") + page[-7:]

    answer = client.post(spoilt + part) if part else client.get(spoilt)

    assert (answer.status_code, "token_invalid" in answer.content.decode()) == (400, True)
    assert (Decision.objects.count(), Suppression.objects.count()) == (before, 0)


def test_a_token_of_another_kind_opens_nothing(client: Browser, camille: Client, brand: Brand) -> None:
    token = sign_link("app", {"uid": camille.uid, "channel": "email", "brand": brand.code})

    assert client.post(f"/preferences/{token}/unsubscribe/").status_code == 400
    assert Suppression.objects.count() == 0


def test_a_token_works_for_years_and_then_says_that_it_is_old(client: Browser, page: str) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=1000)):
        years_later = client.get(page)
    with time_machine.travel(timezone.now() + timedelta(days=1200)):
        too_late = client.post(f"{page}unsubscribe/")

    assert (years_later.status_code, too_late.status_code) == (200, 410)
    assert "token_expired" in too_late.content.decode()
    assert Suppression.objects.count() == 0


def test_a_link_of_whoever_is_nobody_any_more_opens_nothing(brand: Brand, client: Browser) -> None:
    token = sign_link("preferences", {"uid": "C-NOBODYHERE", "channel": "email", "brand": brand.code})

    assert client.get(f"/preferences/{token}/").status_code == 400


def message_link(client: Client, brand: Brand, address: str) -> str:
    """As in the foot of a message that went to the address."""
    facts = {"uid": client.uid, "channel": "email", "brand": brand.code, "send": 7}
    token = sign_link("preferences", {**facts, "contact": first_hash("email", address)})
    return f"/preferences/{token}/unsubscribe/"


def test_one_click_stops_the_mailbox_whoever_has_the_address_by_now(
    strict_browser: Browser, camille: Client, brand: Brand, other_brand: Brand
) -> None:
    link = message_link(camille, brand, "camille@mail.example")
    camille.identifiers.filter(namespace="email").update(retracted_at=timezone.now())
    eve = make_client("Eve")
    add_identifier(eve, "email", "camille@mail.example")
    for house in (brand, other_brand):
        for purpose in ("marketing", "stock-alerts"):
            allow_contact(eve, house, purpose=purpose)

    assert strict_browser.post(link).status_code == 200

    assert [allowed(eve, brand, each) for each in ("marketing", "stock-alerts")] == ["suppressed", "withdrawn"]
    assert [allowed(eve, other_brand, each) for each in ("marketing", "stock-alerts")] == ["allowed", "allowed"]
    said = Decision.objects.filter(status="withdrawn").values_list("client", "origin").distinct()
    assert list(said) == [(eve.pk, "/preferences/ send 7")]


def test_a_yes_that_its_client_left_behind_does_not_come_back_with_the_address(
    strict_browser: Browser, camille: Client, brand: Brand
) -> None:
    allow_contact(camille, brand, purpose="stock-alerts")
    link = message_link(make_client("Eve"), brand, "camille@mail.example")
    hers = camille.identifiers.filter(namespace="email", value="camille@mail.example")
    hers.update(retracted_at=timezone.now())
    add_identifier(camille, "email", "camille@work.example")
    allow_contact(camille, brand, purpose="stock-alerts")

    strict_browser.post(link)

    assert allowed(camille, brand, "stock-alerts") == "allowed"
    camille.identifiers.filter(value="camille@work.example").update(retracted_at=timezone.now())
    hers.update(retracted_at=None)
    assert allowed(camille, brand, "stock-alerts") == "withdrawn"
    said = Decision.objects.filter(status="withdrawn").values_list("client", "purpose__code", "method", "contact_hash")
    assert said.get() == (camille.pk, "stock-alerts", "one_click", contact_hash("email", "camille@mail.example"))


def test_one_click_stops_the_mailbox_of_somebody_who_is_not_known_any_more(
    strict_browser: Browser, camille: Client, brand: Brand
) -> None:
    link = message_link(camille, brand, "camille@mail.example")
    Client.objects.filter(pk=camille.pk).update(uid="C-0000000000")

    strict_browser.post(link)

    assert Suppression.objects.values_list("brand", "channel", "contact_hash", "reason", "marketing_only").get() == (
        brand.pk, "email", contact_hash("email", "camille@mail.example"), "unsubscribed", True
    )  # fmt: skip
    assert strict_browser.get(link).status_code == 400


def test_stop_all_on_the_page_of_choices_stops_every_channel_that_stands_there(
    client: Browser, page: str, camille: Client, brand: Brand
) -> None:
    allow_contact(camille, brand, channel="sms")

    answer = client.post(f"{page}unsubscribe/", {"everywhere": "yes"})

    by_sms = may_contact(camille, purpose="marketing", channel="sms", brand=brand, at=timezone.now())
    assert (allowed(camille, brand), by_sms.reason) == ("suppressed", "suppressed")
    assert (answer.context["is_stopped"], answer.context["may_stop"]) == (True, False)


def test_one_click_in_a_message_stops_its_channel_and_the_page_offers_the_rest(
    client: Browser, page: str, camille: Client, brand: Brand
) -> None:
    allow_contact(camille, brand, channel="sms")

    answer = client.post(f"{page}unsubscribe/", {"List-Unsubscribe": "One-Click"})

    by_sms = may_contact(camille, purpose="marketing", channel="sms", brand=brand, at=timezone.now())
    assert (by_sms.reason, answer.context["may_stop"]) == ("allowed", True)


@pytest.mark.parametrize(
    ("part", "said", "code"),
    [
        ("decide/", {"purpose": "nothing", "channel": "", "answer": "give"}, "purpose_unknown"),
        ("pause/", {"days": "400"}, "pause_invalid"),
        ("frequency/", {"at_most": "0"}, "frequency_invalid"),
    ],
)
def test_a_choice_that_cannot_be_kept_leads_back_to_the_choices(
    client: Browser, page: str, part: str, said: dict[str, str], code: str
) -> None:
    before = Decision.objects.count()

    answer = client.post(page + part, said)

    assert (answer.status_code, answer.context["code"], answer.context["on"]) == (400, code, page)
    assert (answer.context["title"], Decision.objects.count()) == ("Rien n’a changé", before)


def test_a_link_too_old_for_the_data_leads_to_the_choices_which_it_still_opens(client: Browser, page: str) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        data, choices = client.get(f"{page}data/"), client.get(page)

    assert (data.status_code, data.context["on"], choices.status_code) == (410, page, 200)


@pytest.mark.parametrize("language", ["en", "fr", "it", "zh-hans"])
def test_every_standing_purpose_that_asks_has_a_name_in_the_clients_language(language: str) -> None:
    asked = [each.code for each in STANDING_PURPOSES if each.lawful_basis == "consent"]

    assert [code for code in asked if code not in words_in(language)] == []


def test_a_month_begins_small_in_italian_wherever_it_stands(
    client: Browser, page: str, camille: Client, alice: User
) -> None:
    Client.objects.filter(pk=camille.pk).update(language="it")
    with time_machine.travel("2026-11-22T10:00:00Z", tick=False):
        record_access(user=alice, client=camille, action="viewed", fields=["identity"], why="client page")
        client.post(f"{page}decide/", {"purpose": "marketing", "channel": "email", "answer": "withdraw"})
        client.post(f"{page}pause/", {"days": "30"})

        shown = client.get(page).content.decode()

    assert [shown.count(day) for day in ("22 novembre 2026", "22 dicembre 2026")] == [2, 1]
    assert [shown.count(month) for month in ("Novembre", "Dicembre")] == [0, 0]


@pytest.mark.parametrize("language", ["en", "fr", "it", "zh-hans"])
def test_in_french_no_line_begins_with_a_sign_that_a_space_sets_apart(language: str) -> None:
    apart = {"\u00a0" + sign for text in words_in(language).values() for sign in "?!;:" if "\u00a0" + sign in text}
    loose = [text for text in words_in(language).values() if re.search(r" [?!;:]", text)]

    assert loose == []
    assert apart == ({"\u00a0?", "\u00a0;", "\u00a0:"} if language == "fr" else set())
