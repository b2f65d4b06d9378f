"""From a due message to one mail in the client's hands, or to a reason why not."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from clienteling.mailsink.store import MailStore
from consent.actions.suppress import withdraw_by_link
from consent.models import Decision
from crm.models import Boutique, Brand, Client, Product, Purchase
from journeys.actions.caps import reserve_caps
from journeys.actions.dispatch import send_due
from journeys.models import CapRule, CapUse, Enrolment, Journey, KillSwitch, Send
from tests.factories import make_client, make_purchase, set_stock

Advance = Callable[[datetime], int]


def outcome(send: Send) -> tuple[str, str]:
    send.refresh_from_db()
    return send.status, send.reason


def test_wave_one_reaches_the_client_once_in_her_language(
    queued: Send, sink: MailStore, camille: Client, wallet: Product
) -> None:
    send_due(seconds=5)
    send_due(seconds=5)

    (mail,) = sink.mails()
    queued.refresh_from_db()
    assert (mail.recipient, mail.subject) == ("camille@mail.example", "Ce qui accompagne votre Cabas Cassis")
    assert (queued.status, queued.message_id) == ("sent", mail.message_id)
    assert queued.payload["about"] == "TOTE"
    assert [each["sku"] for each in queued.payload["recommendations"]] == ["WALLET"]
    assert queued.decision_id == Decision.objects.get(client=camille, purpose__code="marketing").pk
    assert CapUse.objects.get().used == 1


def test_consent_withdrawn_after_queueing_stops_the_message(
    queued: Send, sink: MailStore, camille: Client, brand: Brand
) -> None:
    withdraw_by_link(camille, brand=brand, channel="email", at=timezone.now())

    send_due(seconds=5)

    assert outcome(queued) == ("refused", "suppressed")
    assert (sink.mails(), CapUse.objects.count()) == ([], 0)


def test_a_refusal_keeps_the_decision_that_refused(
    queued: Send, sink: MailStore, camille: Client, brand: Brand
) -> None:
    from consent.actions.decide import record_decision

    decision = record_decision(
        camille,
        brand=brand,
        purpose="marketing",
        channel="email",
        contact="camille@mail.example",
        status="withdrawn",
        method="app",
        at=timezone.now(),
    )

    send_due(seconds=5)

    assert outcome(queued) == ("refused", "withdrawn")
    assert (queued.decision_id, sink.mails()) == (decision.pk, [])


def test_a_second_purchase_after_queueing_stops_the_message(
    queued: Send, sink: MailStore, camille: Client, boutique: Boutique, wallet: Product, now: datetime
) -> None:
    make_purchase(camille, boutique, wallet, at=now)

    send_due(seconds=5)

    assert outcome(queued) == ("refused", "bought_again")
    assert (sink.mails(), CapUse.objects.count()) == ([], 0)


def test_with_nothing_to_recommend_nothing_is_said(
    queued: Send, sink: MailStore, wallet: Product, boutique: Boutique
) -> None:
    set_stock(wallet, boutique, 0)

    send_due(seconds=5)

    assert outcome(queued) == ("refused", "nothing_to_recommend")
    assert sink.mails() == []


def test_a_full_cap_refuses(queued: Send, sink: MailStore, camille: Client, brand: Brand, now: datetime) -> None:
    CapRule.objects.update(maximum=1)
    reserve_caps(client_id=camille.pk, brand_id=brand.pk, at=now)

    send_due(seconds=5)

    assert outcome(queued) == ("refused", "cap_reached")
    assert (sink.mails(), CapUse.objects.get().used) == ([], 1)


def test_at_night_a_message_waits_for_the_clients_morning(
    queued: Send, sink: MailStore, camille: Client, clock: time_machine.Traveller
) -> None:
    clock.move_to(datetime.fromisoformat("2026-03-10T21:30:00+01:00"))

    send_due(seconds=5)

    assert outcome(queued) == ("queued", "quiet_hours")
    assert queued.due_at == datetime.fromisoformat("2026-03-11T09:00:00+01:00")
    assert (sink.mails(), CapUse.objects.count()) == ([], 0)

    clock.move_to(datetime.fromisoformat("2026-03-11T09:00:01+01:00"))
    send_due(seconds=5)

    assert outcome(queued) == ("sent", "")
    assert len(sink.mails()) == 1


def test_a_late_message_is_dropped(queued: Send, sink: MailStore, clock: time_machine.Traveller) -> None:
    clock.move_to(queued.expires_at + timedelta(minutes=1))

    send_due(seconds=5)

    assert outcome(queued) == ("dropped", "late")
    assert sink.mails() == []


@pytest.mark.parametrize("is_group_wide", [True, False])
def test_the_kill_switch_holds_messages_until_it_is_off(
    queued: Send, sink: MailStore, brand: Brand, is_group_wide: bool
) -> None:
    switch = KillSwitch.objects.create(brand=None if is_group_wide else brand, is_on=True)

    send_due(seconds=5)

    assert outcome(queued) == ("queued", "")
    assert sink.mails() == []

    switch.is_on = False
    switch.save()
    send_due(seconds=5)

    assert outcome(queued) == ("sent", "")


def test_a_paused_journey_neither_steps_nor_sends(
    queued: Send, sink: MailStore, second_purchase: Journey, advance: Advance, now: datetime
) -> None:
    second_purchase.status = Journey.Status.PAUSED
    second_purchase.save()

    send_due(seconds=5)
    steps = advance(now + timedelta(days=60))

    assert outcome(queued) == ("queued", "")
    assert (sink.mails(), steps) == ([], 0)


def test_a_provider_that_cannot_be_reached_delays_and_loses_nothing(
    queued: Send, sink: MailStore, settings: Any, clock: time_machine.Traveller
) -> None:
    listening, settings.EMAIL_PORT = settings.EMAIL_PORT, 1

    send_due(seconds=5)

    assert outcome(queued) == ("queued", "provider_unreachable")
    assert timedelta(seconds=55) < queued.due_at - timezone.now() < timedelta(seconds=61)

    settings.EMAIL_PORT = listening
    clock.shift(timedelta(minutes=2))
    send_due(seconds=5)

    assert outcome(queued) == ("sent", "")
    assert (len(sink.mails()), CapUse.objects.get().used) == (1, 1)


def test_a_merged_client_is_written_to_as_the_survivor(
    queued: Send, sink: MailStore, camille: Client, brand: Brand
) -> None:
    survivor = make_client("Camille", language="fr", country="FR")
    camille.identifiers.update(client=survivor)
    camille.canonical = survivor
    camille.save()

    send_due(seconds=5)

    assert outcome(queued) == ("refused", "no_decision")
    assert sink.mails() == []


def test_one_client_on_the_journey_gets_one_message_however_often_it_steps(
    enrolment: Enrolment, advance: Advance, now: datetime, first_purchase: Purchase
) -> None:
    advance(now)
    Enrolment.objects.update(node="until-wave-1", due_at=now)
    advance(now)

    assert Send.objects.count() == 1
