"""What a client sends from the pages behind their links, by a real browser: it says where a form comes from in its own
way, which the tests' client does not."""

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from clienteling.lib.tokens import sign_link
from consent.actions.ask import ask_client
from consent.actions.decide import record_decision
from consent.models import CurrentDecision, Decision
from consent.queries.notices import notice_for
from consent.queries.questions import question_reference
from consent.views.in_hand import hand_link
from consent.views.words import words_in
from crm.identity.new_address import NewAddress, sealed_address
from crm.models import Brand, Client, User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FRENCH = words_in("fr")


def test_the_answer_on_the_clients_own_telephone_is_kept(
    page: Page, live_server: Any, camille: Client, brand: Brand, alice: User
) -> None:
    asked = ask_client(
        camille, brand=brand, purpose="marketing", channel="email", method="boutique_tablet", actor=alice,
        origin="/clients/", language="fr", at=timezone.now(),
    )  # fmt: skip

    page.goto(f"{live_server.url}/preferences/hand/{hand_link([asked], back='/clients/')}/")
    page.get_by_label(FRENCH["hand_yes"], exact=True).check()
    page.get_by_role("button").click()

    expect(page.get_by_role("status")).to_have_text(FRENCH["hand_done"])
    expect(page.get_by_role("main").get_by_role("link")).to_have_count(0)
    assert CurrentDecision.objects.get().decision.status == "given"


def test_the_link_of_a_double_opt_in_makes_the_yes_hold(
    page: Page, live_server: Any, camille: Client, brand: Brand
) -> None:
    asked = record_decision(
        camille, brand=brand, purpose="marketing", channel="email", contact="camille@mail.example", status="pending",
        method="web_form", language="fr", notice=notice_for("marketing", "fr"), at=timezone.now(),
    )  # fmt: skip

    page.goto(f"{live_server.url}/preferences/confirm/{sign_link('confirm', {'question': question_reference(asked)})}/")
    page.get_by_role("button").click()

    expect(page.get_by_role("status")).to_contain_text(FRENCH["confirmed"])
    assert Decision.objects.get(confirms=asked).status == "given"


def test_the_link_that_went_to_a_new_address_takes_it(
    page: Page, live_server: Any, camille: Client, brand: Brand
) -> None:
    sealed = sealed_address(NewAddress(camille.uid, "camille@office.example"))

    page.goto(
        f"{live_server.url}/preferences/address/{sign_link('new-address', {'sealed': sealed, 'brand': brand.code})}/"
    )
    page.get_by_role("button").click()

    expect(page.get_by_role("status")).to_contain_text(FRENCH["address_kept"])
    assert camille.contact_point("email") == "camille@office.example"
