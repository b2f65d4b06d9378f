"""A new address is asked for by the client, proved by the link that goes there, and replaces nothing before."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client as Browser
from django.utils import timezone

from clienteling.mailsink.store import MailStore
from consent.queries.permission import may_contact
from consent.views.links import preference_token
from crm.identity.address_code import address_code
from crm.models import Boutique, Brand, Client, Identifier
from journeys.actions.dispatch import send_due
from journeys.models import Send
from tests.factories import allow_contact, make_known_client

pytestmark = pytest.mark.django_db(transaction=True)
OLD, NEW = "camille@mail.example", "camille.new@mail.example"


@pytest.fixture
def page(camille: Client, brand: Brand) -> str:
    return f"/preferences/{preference_token(camille, brand)}/data/"


def ask(browser: Browser, page: str, email: str = NEW, replaces: str = OLD) -> Any:
    chosen = address_code(replaces) if replaces else ""
    return browser.post(f"{page}address/", {"email": email, "replaces": chosen})


def link_in(sink: MailStore) -> str:
    (mail,) = sink.mails()
    assert mail.recipient == NEW
    (found,) = set(re.findall(r"/preferences/address/[^/\s]+/", mail.text))
    return str(found)


def addresses(client: Client) -> list[str]:
    return client.contact_points("email")


def test_nothing_changes_before_the_link_is_followed(
    client: Browser, page: str, camille: Client, sink: MailStore
) -> None:
    answer = ask(client, page)
    send_due(seconds=5)
    looked = client.get(link_in(sink)).status_code

    assert (answer["Location"], looked, addresses(camille)) == (f"{page}?asked", 200, [OLD])


def test_the_link_makes_it_theirs_in_place_of_the_former(
    client: Browser, page: str, camille: Client, brand: Brand, sink: MailStore
) -> None:
    allow_contact(camille, brand)
    ask(client, page)
    send_due(seconds=5)
    link = link_in(sink)

    statuses = [Browser().post(link).status_code for _ in range(2)]

    assert (statuses, addresses(camille)) == ([200, 200], [NEW])
    former = Identifier.objects.get(client=camille, value=OLD)
    assert (former.retracted_because, Identifier.objects.get(value=NEW).verified_at is not None) == ("room", True)
    permission = may_contact(camille, purpose="marketing", channel="email", brand=brand, at=timezone.now())
    assert permission.reason == "no_decision"


def test_beside_the_others_nothing_ends(client: Browser, page: str, camille: Client, sink: MailStore) -> None:
    ask(client, page, replaces="")
    send_due(seconds=5)
    client.post(link_in(sink))

    assert addresses(camille) == [NEW, OLD]


def test_the_message_opens_nothing_of_the_client_and_names_nobody(client: Browser, page: str, sink: MailStore) -> None:
    ask(client, page)
    send_due(seconds=5)

    (mail,) = sink.mails()
    whole = mail.text + mail.html
    assert [word in whole for word in ("Camille", "unsubscribe", "/app/hello/")] == [False, False, False]
    assert set(re.findall(r"/preferences/(\w+)/", whole)) == {"address"}
    assert mail.message["List-Unsubscribe"] is None
    send = Send.objects.get()
    assert (NEW in str(send.payload), NEW in send.key, send.purpose) == (False, False, "service")


def test_somebody_elses_address_is_not_told_and_not_taken(
    client: Browser, page: str, camille: Client, boutique: Boutique, sink: MailStore
) -> None:
    other = make_known_client(boutique, "Odile", email=NEW)
    asked = ask(client, page)
    send_due(seconds=5)

    answer = client.post(link_in(sink))

    assert (asked.status_code, answer.status_code, answer.context["code"]) == (302, 400, "address_not_taken")
    assert (addresses(camille), addresses(other)) == ([OLD], [NEW])


@pytest.mark.parametrize(
    ("email", "replaces", "code"),
    [
        ("camille", OLD, "email_invalid"),
        ("+33 6 39 98 00 01", OLD, "email_is_a_phone"),
        (OLD.upper(), OLD, "address_unchanged"),
        (NEW, "somebody@mail.example", "address_not_yours"),
        ("", OLD, "value_blocked"),
    ],
)
def test_what_cannot_be_is_refused_and_nobody_is_written_to(
    client: Browser, page: str, email: str, replaces: str, code: str
) -> None:
    answer = ask(client, page, email, replaces)

    assert (answer.status_code, answer.context["code"], Send.objects.count()) == (422, code, 0)


def test_the_page_writes_to_three_new_addresses_a_day_and_to_each_once(client: Browser, page: str) -> None:
    for number in (1, 1, 2, 3):
        ask(client, page, f"new{number}@mail.example")
    refused = ask(client, page, "new4@mail.example")

    assert (refused.context["code"], Send.objects.count()) == ("too_many_addresses", 3)


def test_an_old_link_takes_nothing(client: Browser, page: str, camille: Client, sink: MailStore) -> None:
    ask(client, page)
    send_due(seconds=5)
    link = link_in(sink)

    with time_machine.travel(timezone.now() + timedelta(hours=49)):
        answer = client.post(link)

    assert (answer.status_code, addresses(camille)) == (410, [OLD])
