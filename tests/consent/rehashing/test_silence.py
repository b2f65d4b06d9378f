"""No moment of a change of key at which somebody is written to who said no."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries, Settings

from consent.actions.confirm import confirm_decision
from consent.actions.decide import record_decision
from consent.actions.heed import heed_refusals, heed_refusals_of_many
from consent.actions.suppress import suppress, withdraw_by_link
from consent.actions.wechat import heed_wechat_event
from consent.contact_hash import contact_hash
from consent.errors import ConsentError
from consent.models import CurrentDecision, Decision, Suppression, WechatAccount, WechatContact
from consent.queries.channels import channel_states
from consent.queries.erased import erased_among
from consent.queries.evidence import evidences_of
from consent.queries.open_channels import open_channels
from consent.queries.permission import may_contact
from consent.rights.erase import erase_client
from consent.wechat.callback import WechatEvent
from crm.models import Brand, Client, User
from journeys.actions.clear_send import _address
from journeys.actions.queue_message import queue_confirmation
from tests.consent.rehashing.keys import first_restart, second_restart
from tests.factories import add_identifier, allow_contact, make_client

pytestmark = pytest.mark.django_db
EMAIL = "camille@mail.example"
STEPS = [first_restart, second_restart, lambda settings: call_command("reseal")]


def reason(client: Client, brand: Brand, at: datetime, channel: str = "email") -> str:
    return may_contact(client, purpose="marketing", channel=channel, brand=brand, at=at).reason


def on_channel(client: Client, brand: Brand) -> str:
    return next(each.state for each in channel_states(client, brand=brand) if each.channel == "email")


def reasons(steps: list[Callable[[Settings], None]], settings: Settings, ask: Callable[[], str]) -> list[str]:
    """What is answered before the first step and after each."""
    answers = [ask()]
    for step in steps:
        step(settings)
        answers.append(ask())
    return answers


def test_a_suppressed_address_is_so_at_every_step(
    camille: Client, brand: Brand, now: datetime, settings: Settings
) -> None:
    allow_contact(camille, brand)
    suppress("email", EMAIL, brand=brand, reason="complained")

    assert reasons(STEPS, settings, lambda: reason(camille, brand, now)) == ["suppressed"] * 4
    assert reasons([], settings, lambda: on_channel(camille, brand)) == ["no"]
    assert open_channels([camille.pk], brand=brand, at=now) == {}


def test_what_is_allowed_is_allowed_at_every_step(
    camille: Client, brand: Brand, now: datetime, settings: Settings
) -> None:
    allow_contact(camille, brand)

    assert reasons(STEPS, settings, lambda: reason(camille, brand, now)) == ["allowed"] * 4
    assert open_channels([camille.pk], brand=brand, at=now) == {camille.pk: ["email"]}


@pytest.mark.parametrize("steps", [1, 2, 3], ids=["first-restart", "second-restart", "resealed"])
def test_a_complaint_at_any_step_is_seen_on_every_list(
    camille: Client, brand: Brand, now: datetime, settings: Settings, steps: int
) -> None:
    allow_contact(camille, brand)
    for step in STEPS[:steps]:
        step(settings)

    suppress("email", EMAIL, brand=None, reason="complained")

    assert (reason(camille, brand, now), on_channel(camille, brand)) == ("suppressed", "no")
    assert open_channels([camille.pk], brand=brand, at=now) == {}


def test_an_address_is_suppressed_once_whatever_the_key(brand: Brand, settings: Settings) -> None:
    first_restart(settings)
    first = suppress("email", EMAIL, brand=brand, reason="bounced")
    second_restart(settings)
    by_the_new = suppress("email", EMAIL, brand=brand, reason="bounced", marketing_only=False)
    first_restart(settings)
    by_the_former = suppress("email", EMAIL, brand=brand, reason="bounced")

    assert first.pk == by_the_new.pk == by_the_former.pk
    assert Suppression.objects.get().marketing_only is False


def test_a_process_with_the_former_key_writes_where_the_address_stands(
    camille: Client, brand: Brand, now: datetime, settings: Settings
) -> None:
    second_restart(settings)
    allow_contact(camille, brand)

    first_restart(settings)
    withdraw_by_link(camille, brand=brand, channel="email", at=now)

    second_restart(settings)
    held = CurrentDecision.objects.filter(purpose__code="marketing").values_list("decision__status", "contact_hash")
    assert list(held) == [("withdrawn", contact_hash("email", EMAIL))]
    assert Suppression.objects.get().contact_hash == contact_hash("email", EMAIL)


def test_a_withdrawal_under_the_former_key_is_not_reversed_under_the_new(
    camille: Client, brand: Brand, now: datetime, alice: User, settings: Settings
) -> None:
    withdraw_by_link(camille, brand=brand, channel="email", at=now)
    second_restart(settings)

    with pytest.raises(ConsentError, match="withdrawal_stands"):
        record_decision(
            camille, brand=brand, purpose="marketing", channel="email", contact=EMAIL, status="given",
            method="staff", actor=alice, at=now,
        )  # fmt: skip

    assert reason(camille, brand, now) == "suppressed"


def test_the_clients_own_yes_lifts_what_stands_under_the_former_key(
    camille: Client, brand: Brand, other_brand: Brand, now: datetime, settings: Settings
) -> None:
    suppress("email", EMAIL, brand=None, reason="unsubscribed")
    second_restart(settings)

    record_decision(
        camille, brand=brand, purpose="marketing", channel="email", contact=EMAIL, status="given", method="app", at=now
    )

    live = Suppression.objects.filter(lifted_at=None)
    assert (reason(camille, brand, now), live.get().brand) == ("allowed", other_brand)


def test_a_no_travels_with_its_address_under_any_key(
    camille: Client, brand: Brand, now: datetime, settings: Settings
) -> None:
    withdraw_by_link(camille, brand=brand, channel="email", at=now, purposes=["marketing"])
    second_restart(settings)
    leonie = make_client("Léonie")

    counts = heed_refusals(leonie, [("email", EMAIL)]), heed_refusals_of_many([(leonie.pk, "email", EMAIL)])

    held = CurrentDecision.objects.get(client=leonie)
    assert (counts, held.decision.status, held.contact_hash) == (
        (1, 0), "withdrawn", contact_hash("email", EMAIL)
    )  # fmt: skip


def test_an_erased_identifier_is_known_under_any_key(
    camille: Client, brand: Brand, now: datetime, petra: User, settings: Settings
) -> None:
    erase_client(camille, reason="asked", actor=petra, at=now)

    second_restart(settings)

    assert erased_among([("email", EMAIL), ("email", "other@mail.example")]) == {("email", EMAIL): now}
    assert Suppression.objects.filter(contact_hash=contact_hash("email", EMAIL)).count() == 0
    suppress("email", EMAIL, brand=None, reason="erased")
    assert Suppression.objects.filter(channel="email").values_list("contact_hash", flat=True).get() == contact_hash(
        "email", EMAIL
    )


def test_a_follower_on_wechat_stays_one(camille: Client, brand: Brand, now: datetime, settings: Settings) -> None:
    account = WechatAccount.objects.create(brand=brand, account="gh_1")
    add_identifier(camille, "wechat_openid", "oMei")
    allow_contact(camille, brand, channel="wechat")
    for kind in ("followed", "wrote"):
        heed_wechat_event(account, WechatEvent(kind, "gh_1", "oMei", now))

    answers = reasons(STEPS, settings, lambda: reason(camille, brand, now, "wechat"))
    heed_wechat_event(account, WechatEvent("unfollowed", "gh_1", "oMei", now.replace(hour=15)))

    assert answers == ["allowed"] * 4
    assert (reason(camille, brand, now, "wechat"), WechatContact.objects.count()) == ("not_following", 1)


def test_a_question_that_was_asked_under_the_former_key_is_sent_and_confirmed(
    camille: Client, brand: Brand, now: datetime, settings: Settings
) -> None:
    withdraw_by_link(camille, brand=brand, channel="email", at=now.replace(hour=9))
    pending = record_decision(
        camille, brand=brand, purpose="marketing", channel="email", contact=EMAIL, status="given", method="web_form",
        at=now, is_proven=False,
    )  # fmt: skip
    send = queue_confirmation(pending)
    second_restart(settings)

    assert send is not None
    assert _address(send, camille) == EMAIL
    confirm_decision(pending, camille, origin="link", at=now.replace(hour=15))
    assert (pending.status, reason(camille, brand, now.replace(hour=16))) == ("pending", "allowed")


def test_a_no_under_the_new_key_outruns_a_question_under_the_former(
    camille: Client, brand: Brand, now: datetime, settings: Settings
) -> None:
    withdraw_by_link(camille, brand=brand, channel="email", at=now.replace(hour=9))
    pending = record_decision(
        camille, brand=brand, purpose="marketing", channel="email", contact=EMAIL, status="given", method="web_form",
        at=now, is_proven=False,
    )  # fmt: skip
    second_restart(settings)
    withdraw_by_link(camille, brand=brand, channel="email", at=now.replace(hour=15))

    with pytest.raises(ConsentError, match="confirmation_superseded"):
        confirm_decision(pending, camille, origin="link", at=now.replace(hour=16))

    assert reason(camille, brand, now.replace(hour=16)) == "suppressed"


def test_the_evidence_of_one_thing_is_one_chain_over_both_keys(
    camille: Client, brand: Brand, now: datetime, settings: Settings
) -> None:
    allow_contact(camille, brand)
    second_restart(settings)
    withdraw_by_link(camille, brand=brand, channel="email", at=now, purposes=["marketing"])

    (evidence,) = evidences_of([camille.pk])

    assert [each.status for each in evidence.chain] == ["given", "withdrawn"]
    assert len({each.contact_hash for each in Decision.objects.all()}) == 2


def test_asking_costs_as_many_statements_as_with_one_key(
    camille: Client, brand: Brand, now: datetime, settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    allow_contact(camille, brand)
    for step in (lambda settings: None, second_restart):
        step(settings)
        with django_assert_num_queries(6):
            reason(camille, brand, now)
