"""A log-in says who opened the account; that an address is theirs, a client shows by a link that went there."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from clienteling.lib.tokens import sign_link
from consent.actions.ask import answer_question, ask_client
from consent.actions.confirm import confirm_decision
from consent.actions.suppress import withdraw_by_link, withdraw_on_address
from consent.contact_hash import first_hash
from consent.models import Decision, Purpose, Suppression
from consent.queries.permission import may_contact
from consent.queries.proof import proven_contacts
from consent.queries.questions import question_reference
from consent.views.links import preference_token, read_preference_link
from crm.models import Brand, Client, Identifier, User
from journeys.models import Send
from tests.factories import add_identifier, make_client

pytestmark = pytest.mark.django_db
HERS, OFFICE = "camille@mail.example", "camille@office.example"
YES = {"purpose": "marketing", "channel": "email", "answer": "give"}


@pytest.fixture
def double(db: None) -> Purpose:
    purpose = Purpose.objects.get(code="marketing")
    purpose.needs_confirmation = True
    purpose.save()
    return purpose


@pytest.fixture
def own(camille: Client, brand: Brand) -> str:
    """The page as it is opened from an account that anybody may have made with this address."""
    return f"/preferences/{preference_token(camille, brand)}/"


def mailed(client: Client, brand: Brand, address: str) -> str:
    """The page as it is opened from a message to this address."""
    place = {"uid": client.uid, "channel": "email", "brand": brand.code, "send": 7}
    return f"/preferences/{sign_link('preferences', {**place, 'contact': first_hash('email', address)})}/"


def reason(client: Client, brand: Brand, contact: str | None = None, channel: str = "email") -> str:
    now = timezone.now()
    return may_contact(client, purpose="marketing", channel=channel, brand=brand, at=now, contact=contact).reason


def rows_of(browser: Browser, page: str, channel: str = "email") -> Any:
    rows = browser.get(page).context["rows"]
    return next(each.preference for each in rows if each.preference.purpose == "marketing"
                and each.preference.channel == channel)  # fmt: skip


def test_a_yes_behind_a_log_in_waits_for_the_link_that_goes_to_the_address(
    client: Browser, camille: Client, brand: Brand, double: Purpose, own: str, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{own}decide/", YES)

    row = rows_of(client, own)
    assert (reason(camille, brand), row.state, row.has_link) == ("pending", "unknown", True)
    assert list(Send.objects.values_list("template", flat=True)) == ["consent-confirmation"]


def test_once_the_link_was_followed_one_click_is_enough_either_way(
    client: Browser, camille: Client, brand: Brand, double: Purpose, own: str
) -> None:
    client.post(f"{own}decide/", YES)
    token = sign_link("confirm", {"question": question_reference(Decision.objects.get())})
    client.post(f"/preferences/confirm/{token}/")
    first = reason(camille, brand)

    client.post(f"{own}decide/", {**YES, "answer": "withdraw"})
    client.post(f"{own}decide/", YES)

    assert (first, reason(camille, brand), rows_of(client, own).asked_at) == ("allowed", "allowed", None)


def test_an_account_made_with_an_address_that_said_stop_does_not_bring_news_back(
    client: Browser, camille: Client, brand: Brand, own: str
) -> None:
    withdraw_on_address("email", first_hash("email", HERS), brand=brand, at=timezone.now())

    client.post(f"{own}decide/", YES)

    assert (reason(camille, brand), Suppression.objects.filter(lifted_at=None).count()) == ("suppressed", 1)


def test_a_verified_address_needs_no_further_link(
    client: Browser, camille: Client, brand: Brand, double: Purpose, own: str
) -> None:
    Identifier.objects.filter(client=camille, value=HERS).update(verified_at=timezone.now())

    client.post(f"{own}decide/", YES)

    assert (reason(camille, brand), rows_of(client, own).state) == ("allowed", "yes")


def test_the_link_of_a_message_proves_the_address_to_which_it_went_and_no_other(
    client: Browser, camille: Client, brand: Brand, double: Purpose
) -> None:
    add_identifier(camille, "email", OFFICE)
    page = mailed(camille, brand, HERS)

    client.post(f"{page}decide/", YES)

    assert (reason(camille, brand, HERS), reason(camille, brand, OFFICE)) == ("allowed", "pending")
    assert rows_of(client, page).state == "yes"


def test_a_link_from_before_messages_named_their_address_went_where_the_house_would_write(
    camille: Client, brand: Brand
) -> None:
    nobody = make_client("Nora")
    old = {"channel": "email", "brand": brand.code, "send": 7}

    went = [
        read_preference_link(sign_link("preferences", {"uid": each.uid, **old})).went_to for each in (camille, nobody)
    ]

    assert went == [first_hash("email", HERS), ""]


def test_who_corrects_their_data_goes_on_by_a_link_that_proves_as_much(
    client: Browser, camille: Client, brand: Brand
) -> None:
    corrected = client.post(f"{mailed(camille, brand, HERS)}data/correct/", {"given_name": "Camille", "language": "fr"})

    token = corrected["Location"].split("/")[2]
    assert read_preference_link(token).went_to == first_hash("email", HERS)


def test_the_answer_on_the_boutiques_tablet_proves_no_mailbox(camille: Client, brand: Brand, alice: User) -> None:
    now = timezone.now()
    asked = ask_client(
        camille, brand=brand, purpose="marketing", channel="email", method="boutique_tablet", actor=alice,
        origin="/clients/", language="fr", at=now,
    )  # fmt: skip
    answer_question(asked, camille, is_wanted=True, origin="/preferences/hand/", at=now)

    assert (reason(camille, brand), proven_contacts(camille, "email")) == ("allowed", [])


def test_what_was_confirmed_on_a_record_that_was_merged_proves_the_address_on_the_one_that_lives(
    camille: Client, brand: Brand, double: Purpose, own: str, client: Browser
) -> None:
    client.post(f"{own}decide/", YES)
    confirm_decision(Decision.objects.get(), camille, origin="", at=timezone.now())
    survivor = make_client("Camille")
    Client.objects.filter(pk=camille.pk).update(canonical=survivor)
    Identifier.objects.filter(client=camille).update(client=survivor)

    assert proven_contacts(survivor, "email") == [HERS]


def test_on_a_channel_that_carries_no_question_the_clients_own_word_is_enough(
    client: Browser, camille: Client, brand: Brand, own: str
) -> None:
    withdraw_by_link(camille, brand=brand, channel="sms", at=timezone.now() - timedelta(days=1))

    client.post(f"{own}decide/", {**YES, "channel": "sms"})

    assert reason(camille, brand, channel="sms") == "allowed"


def test_a_yes_on_one_address_is_shown_though_another_still_waits(camille: Client, brand: Brand, client: Browser,
                                                                   double: Purpose) -> None:  # fmt: skip
    Identifier.objects.filter(client=camille, value=HERS).update(verified_at=timezone.now())
    add_identifier(camille, "email", OFFICE)
    page = f"/preferences/{preference_token(camille, brand)}/"

    client.post(f"{page}decide/", YES)

    assert rows_of(client, page).state == "yes"
