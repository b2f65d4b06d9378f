"""May the house write? Every reason, each asked at the moment of sending."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from consent.actions.decide import record_decision
from consent.actions.suppress import suppress
from consent.models import Decision
from consent.queries.open_channels import open_channels
from consent.queries.permission import ChannelState, Permission, channel_states, decision_on, may_contact
from crm.models import Brand, Client
from tests.factories import add_identifier, allow_contact, make_client
from tests.factories.clients import LONG_AGO

pytestmark = pytest.mark.django_db
ADDRESS = "camille@mail.example"


def ask(client: Client, brand: Brand, at: datetime, purpose: str = "marketing", channel: str = "email") -> Permission:
    return may_contact(client, purpose=purpose, channel=channel, brand=brand, at=at)


def decide(client: Client, brand: Brand, status: str, at: datetime, **facts: Any) -> Decision:
    defaults = {"purpose": "marketing", "channel": "email", "contact": ADDRESS, "method": "web_form"}
    return record_decision(client, brand=brand, status=status, at=at, **{**defaults, **facts})


def test_a_consent_allows_with_the_decision_as_evidence(camille: Client, brand: Brand, now: datetime) -> None:
    decision = allow_contact(camille, brand)

    assert ask(camille, brand, now) == Permission(True, "allowed", decision.pk)


def test_nobody_is_written_to_who_was_not_asked(camille: Client, brand: Brand, now: datetime) -> None:
    assert ask(camille, brand, now) == Permission(False, "no_decision")


@pytest.mark.parametrize("status", ["refused", "withdrawn", "pending", "expired"])
def test_a_decision_that_is_no_yes_is_named(camille: Client, brand: Brand, now: datetime, status: str) -> None:
    decision = decide(camille, brand, status, now)

    assert ask(camille, brand, now) == Permission(False, status, decision.pk)


def test_a_consent_ends_at_its_hour(camille: Client, brand: Brand, now: datetime) -> None:
    decision = decide(camille, brand, "given", now, valid_to=now + timedelta(hours=1))

    assert ask(camille, brand, now).is_allowed is True
    assert ask(camille, brand, now + timedelta(hours=1)) == Permission(False, "expired", decision.pk)


def test_without_an_address_there_is_nothing_to_write_to(brand: Brand, now: datetime) -> None:
    assert ask(make_client(), brand, now) == Permission(False, "no_contact_point")


@pytest.mark.parametrize(
    ("purpose", "channel"), [("horoscopes", "email"), ("marketing", "telegraph"), ("profiling", "email")]
)
def test_a_purpose_that_has_no_such_channel_allows_nothing(
    camille: Client, brand: Brand, now: datetime, purpose: str, channel: str
) -> None:
    assert ask(camille, brand, now, purpose, channel) == Permission(False, "unknown_purpose")


def test_consent_to_one_brand_is_not_consent_to_another(
    camille: Client, brand: Brand, other_brand: Brand, now: datetime
) -> None:
    allow_contact(camille, brand)

    assert ask(camille, other_brand, now) == Permission(False, "no_decision")


def test_consent_belongs_to_the_address_it_was_given_for(camille: Client, brand: Brand, now: datetime) -> None:
    allow_contact(camille, brand)
    add_identifier(camille, "email", "new@mail.example", asserted_at=now)

    assert ask(camille, brand, now) == Permission(False, "no_decision")


def test_orders_are_written_about_without_consent_until_refused(camille: Client, brand: Brand, now: datetime) -> None:
    before = ask(camille, brand, now, "service")
    decision = decide(camille, brand, "refused", now, purpose="service")

    assert before == Permission(True, "allowed")
    assert ask(camille, brand, now, "service") == Permission(False, "refused", decision.pk)


@pytest.mark.parametrize("is_of_group", [True, False])
def test_a_suppression_for_marketing_leaves_orders_alone(
    camille: Client, brand: Brand, now: datetime, is_of_group: bool
) -> None:
    allow_contact(camille, brand)
    suppress("email", ADDRESS, brand=None if is_of_group else brand, reason="objected")

    assert ask(camille, brand, now) == Permission(False, "suppressed")
    assert ask(camille, brand, now, "service") == Permission(True, "allowed")


def test_a_dead_address_gets_nothing_at_all(camille: Client, brand: Brand, now: datetime) -> None:
    suppress("email", ADDRESS, brand=None, reason="bounced", marketing_only=False)

    assert ask(camille, brand, now, "service") == Permission(False, "suppressed")


def test_a_suppression_of_another_brand_or_a_lifted_one_stops_nothing(
    camille: Client, brand: Brand, other_brand: Brand, now: datetime
) -> None:
    decision = allow_contact(camille, brand)
    suppress("email", ADDRESS, brand=other_brand, reason="unsubscribed")
    lifted = suppress("email", ADDRESS, brand=brand, reason="unsubscribed")
    lifted.lifted_at = now
    lifted.save()

    assert ask(camille, brand, now) == Permission(True, "allowed", decision.pk)


def test_permission_is_asked_in_six_statements(
    camille: Client, brand: Brand, now: datetime, django_assert_num_queries: Any
) -> None:
    allow_contact(camille, brand)

    with django_assert_num_queries(6):
        ask(camille, brand, now)


def test_each_channel_says_yes_no_or_that_nobody_asked(
    camille: Client, brand: Brand, now: datetime, django_assert_num_queries: Any
) -> None:
    allow_contact(camille, brand)
    allow_contact(camille, brand, channel="whatsapp")
    decide(camille, brand, "refused", now, channel="sms", contact="+33639980001")
    suppress("whatsapp", "+33639980001", brand=brand, reason="complained")

    with django_assert_num_queries(1):
        states = channel_states(camille, brand=brand)

    assert states == [
        ChannelState("email", "yes", LONG_AGO),
        ChannelState("sms", "no", now),
        ChannelState("phone", "unknown", None),
        ChannelState("whatsapp", "no", LONG_AGO),
        ChannelState("wechat", "unknown", None),
        ChannelState("line", "unknown", None),
        ChannelState("push", "unknown", None),
    ]


def test_a_purpose_that_the_house_does_not_have_is_allowed_to_nobody(camille: Client, brand: Brand) -> None:
    assert decision_on(camille, purpose="horoscopes", brand=brand) == Permission(False, "unknown_purpose")


def test_a_channel_is_open_once_however_many_addresses_it_has(camille: Client, brand: Brand, now: datetime) -> None:
    add_identifier(camille, "email", "camille@office.example")
    for address in camille.contact_points("email"):
        decide(camille, brand, "given", now, contact=address)

    assert open_channels([camille.pk], brand=brand, at=now) == {camille.pk: ["email"]}
