"""The app: the link of a message, the account, the card, and what the client allows."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client as Browser

from clienteling.lib.tokens import hash_code, sign_link
from clienteling.models import CheckInCode
from consent.models import CurrentDecision, Decision, Notice, Purpose
from consent.views.words import words_in
from crm.models import Boutique, Client, CustomerAccount, Interaction, Product, Source
from tests.clienteling.storefront.conftest import DEVICE, shown_in
from tests.factories import make_interaction, make_purchase

PASSWORD = "a-long-passphrase"
ACCOUNT = {"email": "camille@mail.example", "password": PASSWORD}


def landed(browser: Browser, client: Client) -> Browser:
    """After the link of a message was opened."""
    browser.get(f"/app/hello/{sign_link('app', {'uid': client.uid, 'send': None})}/")
    return browser


def member(browser: Browser, client: Client, **ticked: str) -> Browser:
    """After the account was made."""
    landed(browser, client).post("/app/welcome/", {**ACCOUNT, **ticked})
    return browser


def test_opening_a_link_changes_nothing_and_leaves_the_token_behind(browser: Browser, camille: Client) -> None:
    answer = browser.get(f"/app/hello/{sign_link('app', {'uid': camille.uid})}/")
    page = browser.get(answer["Location"])

    assert answer["Location"] == "/app/welcome/"
    assert page.context["link"]["given_name"] == "Camille"
    assert (CustomerAccount.objects.count(), Decision.objects.count(), Interaction.objects.count()) == (0, 0, 0)


def test_the_landing_speaks_the_clients_language_and_shows_no_address(browser: Browser, camille: Client) -> None:
    page = landed(browser, camille).get("/app/welcome/").content.decode()

    assert re.findall(r'<html lang="([^"]*)"', page) == ["fr"]
    assert "camille@mail.example" not in page


def test_a_tampered_link_says_what_to_do(browser: Browser, camille: Client) -> None:
    page = browser.get(f"/app/hello/{sign_link('app', {'uid': camille.uid})[:-1]}/")

    assert (page.status_code, page.context["code"]) == (400, "token_invalid")
    assert "tag.js" not in page.content.decode()


def test_an_old_link_is_gone(browser: Browser, camille: Client, now: datetime) -> None:
    with time_machine.travel(now, tick=False):
        token = sign_link("app", {"uid": camille.uid})

    with time_machine.travel(now + timedelta(days=91), tick=False):
        page = browser.get(f"/app/hello/{token}/")

    assert (page.status_code, page.context["code"]) == (410, "token_expired")


def test_an_account_made_from_the_link_joins_client_and_device(
    browser: Browser, camille: Client, source: Source
) -> None:
    make_interaction(source, anonymous_id=DEVICE)

    member(browser, camille)

    assert CustomerAccount.objects.get().client == camille
    assert Interaction.objects.get().client == camille
    assert browser.get("/app/").context["card"]["uid"] == camille.uid


def test_nothing_is_allowed_that_was_not_ticked(camille: Client) -> None:
    member(Browser(), camille)

    assert Decision.objects.count() == 0


def test_what_was_ticked_stands_in_the_ledger(camille: Client) -> None:
    member(Browser(), camille, profiling="on", marketing="on")

    decisions = Decision.objects.order_by("id").values_list("purpose__code", "channel", "status", "method", "language")
    assert list(decisions) == [("profiling", "", "given", "app", "fr"), ("marketing", "email", "given", "app", "fr")]


def test_a_second_account_is_refused_beside_its_field(browser: Browser, camille: Client) -> None:
    member(browser, camille)

    page = Browser().post("/app/join/", ACCOUNT)

    assert (page.status_code, list(page.context["form"].errors)) == (422, ["email"])
    assert CustomerAccount.objects.count() == 1


def test_a_weak_password_makes_no_account_and_is_not_shown_again(browser: Browser) -> None:
    page = browser.post("/app/join/", {**ACCOUNT, "password": "password"})

    assert (page.status_code, list(page.context["form"].errors)) == (422, ["password"])
    assert (CustomerAccount.objects.count(), Client.objects.count()) == (0, 0)
    assert re.findall(r'name="password"[^>]* value=', page.content.decode()) == []


def test_pages_of_members_ask_others_to_log_in() -> None:
    for address in ("/app/", "/app/code/", "/app/qr.svg", "/app/orders/", "/app/privacy/"):
        assert Browser().get(address)["Location"] == "/app/sign-in/"


def test_a_made_up_cookie_is_nobody(camille: Client) -> None:
    browser = Browser()
    browser.cookies["clt_app_uid"] = f"{camille.uid}:1:made-up"

    assert browser.get("/app/")["Location"] == "/app/sign-in/"


def test_the_shops_cookie_does_not_open_the_app(browser: Browser, camille: Client) -> None:
    member(browser, camille)
    shop = Browser()
    shop.post("/shop/sign-in/", ACCOUNT)
    shop.cookies["clt_app_uid"] = shop.cookies["clt_uid"].value

    assert shop.get("/app/")["Location"] == "/app/sign-in/"


def test_the_card_shows_a_fresh_code_that_says_nothing_of_the_client(browser: Browser, camille: Client) -> None:
    page = member(browser, camille).get("/app/")
    renewed = browser.get("/app/code/")

    first, second = (answer.context["typed"].replace(" ", "") for answer in (page, renewed))
    assert set(CheckInCode.objects.values_list("sha256", flat=True)) == {hash_code(first), hash_code(second)}
    assert re.fullmatch(r"[2-9A-HJKMNP-Z]{10}", first) is not None


def test_orders_show_what_was_bought_in_the_boutique(
    browser: Browser, camille: Client, boutique: Boutique, tote: Product, now: datetime
) -> None:
    make_purchase(camille, boutique, tote, at=now, source_ref="T-1")

    page = member(browser, camille).get("/app/orders/")

    assert [order["reference"] for order in page.context["card"]["orders"]] == ["T-1"]


def test_taking_back_takes_the_same_one_touch_as_giving(camille: Client) -> None:
    browser = member(Browser(), camille)
    choice = {"purpose": "marketing", "channel": "email"}

    browser.post("/app/privacy/choose/", {**choice, "state": "yes"})
    given = CurrentDecision.objects.get().decision.status
    browser.post("/app/privacy/choose/", {**choice, "state": "no"})

    assert (given, CurrentDecision.objects.get().decision.status) == ("given", "withdrawn")
    assert Decision.objects.count() == 2


@pytest.mark.parametrize("language", ["en", "fr", "it", "zh-hans"])
def test_the_app_lists_what_the_clients_own_page_lists_in_the_same_words(camille: Client, language: str) -> None:
    browser = member(Browser(), camille)
    browser.post("/app/language/", {"language": language})

    shown = browser.get("/app/privacy/").context["purposes"]

    own = words_in(language)
    assert [each.code for each in shown] == ["marketing", "stock-alerts", "profiling", "measurement", "sharing"]
    assert [each.name for each in shown] == [own[each.code] for each in shown]


def test_a_part_of_what_was_refused_is_shown_under_it_and_cannot_be_allowed_alone(camille: Client) -> None:
    part = Purpose.objects.create(
        code="evenings", name="Evenings", parent=Purpose.objects.get(code="marketing"), lawful_basis="consent",
        channels=["email"],
    )  # fmt: skip
    Notice.objects.create(purpose=part, version=1, language="en", text="Please invite me.")
    browser = member(Browser(), camille)
    browser.post("/app/privacy/choose/", {"purpose": "marketing", "channel": "email", "state": "no"})

    page = browser.get("/app/privacy/")

    under = next(each for each in page.context["purposes"] if each.code == "evenings")
    assert (under.depth, [choice["state"] for choice in under.choices]) == (1, ["no"])
    assert 'name="purpose" value="evenings"' not in page.content.decode()


def test_a_choice_the_house_cannot_keep_is_said_and_changes_nothing(camille: Client) -> None:
    browser = member(Browser(), camille)

    browser.post("/app/privacy/choose/", {"purpose": "nothing", "channel": "", "state": "yes"})

    assert [message.tags for message in browser.get("/app/privacy/").context["messages"]] == ["error"]
    assert Decision.objects.count() == 0


def test_what_was_seen_in_the_app_is_on_the_web_after_log_in(
    browser: Browser, camille: Client, tote: Product, source: Source
) -> None:
    member(browser, camille, profiling="on")
    make_interaction(source, anonymous_id=DEVICE, client=camille, properties={"sku": "TOTE"})
    web = Browser()
    before = shown_in(web.get("/shop/"), "seen")

    web.post("/shop/sign-in/", ACCOUNT)

    assert (before, shown_in(web.get("/shop/"), "seen")) == ([], ["tote"])
    assert web.get("/shop/").context["visitor"].uid == camille.uid


def test_logging_out_forgets_client_and_device(browser: Browser, camille: Client) -> None:
    member(browser, camille).post("/app/sign-out/")

    assert (browser.cookies["clt_app_uid"].value, browser.cookies["clt_anonymous_id"].value) == ("", "")
    assert browser.get("/app/")["Location"] == "/app/sign-in/"


def test_what_a_client_is_shown_stays_in_no_browser(browser: Browser, camille: Client) -> None:
    card = member(browser, camille).get("/app/")

    assert (card.status_code, card["Cache-Control"]) == (200, "private, no-cache, no-store")


def test_a_locked_account_is_told_so_without_a_hint_before(browser: Browser, camille: Client) -> None:
    member(browser, camille)
    web = Browser()
    refused = [web.post("/shop/sign-in/", {**ACCOUNT, "password": "wrong"}) for _ in range(5)]

    locked = web.post("/shop/sign-in/", ACCOUNT)

    sentences = {str(page.context["form"].non_field_errors()[0]) for page in refused}
    assert len(sentences) == 1
    assert locked.context["form"].non_field_errors()[0] not in sentences
    assert "clt_uid" not in web.cookies


def test_the_app_can_be_installed_and_keeps_nothing_of_the_client_offline() -> None:
    browser = Browser()
    manifest, worker = browser.get("/app/manifest.webmanifest"), browser.get("/app/service-worker.js")

    assert manifest["Content-Type"] == "application/manifest+json"
    assert (manifest.json()["start_url"], manifest.json()["scope"]) == ("/app/", "/app/")
    assert worker["Content-Type"] == "text/javascript; charset=utf-8"
    assert browser.get("/app/offline/").status_code == 200
