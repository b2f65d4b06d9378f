"""Double opt-in: a yes that was typed holds only once the owner of the address says so."""

from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser
from django.utils import timezone

from clienteling.lib.tokens import sign_link
from clienteling.mailsink.store import MailStore
from consent.actions.confirm import confirm_decision
from consent.actions.decide import record_decision
from consent.actions.suppress import withdraw_by_link
from consent.models import CurrentDecision, Decision, Notice, Purpose
from consent.queries.notices import notice_for
from consent.queries.permission import may_contact
from consent.queries.questions import question_reference
from consent.views.links import preference_token
from consent.views.words import words_in
from crm.actions.cut import cut_identifier, give_back_identifier
from crm.models import Brand, Client, User
from journeys.actions.dispatch import send_due
from journeys.actions.queue_message import queue_confirmation
from journeys.actions.sweep import sweep_recent
from journeys.models import Send
from tests.factories import add_identifier, make_client

pytestmark = pytest.mark.django_db
ADDRESS = "camille@mail.example"


@pytest.fixture
def double(brand: Brand) -> Purpose:
    purpose = Purpose.objects.get(code="marketing")
    purpose.needs_confirmation = True
    purpose.save()
    return purpose


def typed(client: Client, brand: Brand, at: datetime | None = None, **facts: Any) -> Decision:
    """A yes from a form that takes any address."""
    said = {"purpose": "marketing", "channel": "email", "contact": ADDRESS, "status": "given", "method": "web_form"}
    shown = {"language": "en", "notice": notice_for("marketing", "en"), "is_proven": False}
    return record_decision(client, brand=brand, at=at or timezone.now(), **{**said, **shown, **facts})


def permission(client: Client, brand: Brand) -> str:
    return may_contact(client, purpose="marketing", channel="email", brand=brand, at=timezone.now()).reason


def link_to(decision: Decision) -> str:
    return f"/preferences/confirm/{sign_link('confirm', {'question': question_reference(decision)})}/"


def test_a_typed_yes_waits_and_the_link_makes_it_hold(
    camille: Client, brand: Brand, double: Purpose, sink: MailStore, client: Browser,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        pending = typed(camille, brand)
    assert (pending.status, permission(camille, brand)) == ("pending", "pending")

    send_due(seconds=5)
    (mail,) = sink.mails()
    link = next(word for word in mail.text.split() if "/preferences/confirm/" in word)
    answer = client.post("/preferences/confirm/" + link.partition("/confirm/")[2])

    assert (mail.recipient, mail.subject, answer.status_code) == (ADDRESS, "Is this address yours?", 200)
    given = Decision.objects.get(confirms=pending)
    assert (given.status, given.notice, given.method) == ("given", pending.notice, "web_form")
    assert permission(camille, brand) == "allowed"


def test_nothing_but_the_question_is_sent_before_the_answer(camille: Client, brand: Brand, double: Purpose) -> None:
    queue_confirmation(typed(camille, brand))

    assert list(Send.objects.values_list("template", "purpose", "enrolment")) == [
        ("consent-confirmation", "service", None)
    ]


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_the_link_changes_nothing(
    camille: Client, brand: Brand, double: Purpose, client: Browser, method: str
) -> None:
    pending = typed(camille, brand)

    assert getattr(client, method)(link_to(pending)).status_code == 200
    assert (Decision.objects.count(), permission(camille, brand)) == (1, "pending")


def test_confirming_twice_is_one_decision(camille: Client, brand: Brand, double: Purpose, client: Browser) -> None:
    pending = typed(camille, brand)

    assert [client.post(link_to(pending)).status_code for _ in range(2)] == [200, 200]
    assert Decision.objects.filter(status="given").count() == 1


def test_a_link_is_dead_after_two_days(camille: Client, brand: Brand, double: Purpose, client: Browser) -> None:
    link = link_to(typed(camille, brand))

    with time_machine.travel(timezone.now() + timedelta(hours=49), tick=False):
        answer = client.post(link)

    assert (answer.status_code, permission(camille, brand)) == (410, "pending")


def test_a_link_that_is_too_old_says_what_to_do(
    camille: Client, brand: Brand, double: Purpose, client: Browser
) -> None:
    link = link_to(typed(camille, brand))

    with time_machine.travel(timezone.now() + timedelta(hours=49), tick=False):
        page = client.get(link, headers={"accept-language": "fr"})

    assert page.context["explanation"] == words_in("fr")["confirm_expired"]


def test_a_link_that_was_confirmed_says_so_and_asks_no_more(
    camille: Client, brand: Brand, double: Purpose, client: Browser
) -> None:
    link = link_to(typed(camille, brand))
    client.post(link)

    page = client.get(link)

    assert (page.status_code, page.context["was_confirmed"], "<form" in page.content.decode()) == (200, True, False)
    assert Decision.objects.count() == 2


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_was_confirmed_claims_nothing_once_the_client_took_it_back(
    camille: Client, brand: Brand, double: Purpose, client: Browser, method: str
) -> None:
    link = link_to(typed(camille, brand))
    client.post(link)
    withdraw_by_link(camille, brand=brand, channel="email", at=timezone.now())
    before = Decision.objects.count()

    answer = getattr(client, method)(link)

    assert (answer.status_code, answer.context["code"]) == (409, "confirmation_superseded")
    assert (Decision.objects.count(), permission(camille, brand)) == (before, "suppressed")


def test_a_yes_after_that_no_holds_and_the_old_link_says_so(
    camille: Client, brand: Brand, double: Purpose, client: Browser
) -> None:
    link = link_to(typed(camille, brand))
    client.post(link)
    withdraw_by_link(camille, brand=brand, channel="email", at=timezone.now())
    typed(camille, brand, is_proven=True)

    assert (client.get(link).context["was_confirmed"], permission(camille, brand)) == (True, "allowed")


def test_a_no_said_meanwhile_stands(camille: Client, brand: Brand, double: Purpose, client: Browser) -> None:
    pending = typed(camille, brand)
    withdraw_by_link(camille, brand=brand, channel="email", at=timezone.now())

    answer = client.post(link_to(pending))

    assert answer.status_code == 409
    assert "You said no to this since" in answer.content.decode()
    assert CurrentDecision.objects.get(purpose__code="marketing").decision.status == "withdrawn"


def test_a_stranger_who_types_the_address_suspends_no_yes(camille: Client, brand: Brand, double: Purpose) -> None:
    typed(camille, brand, timezone.now() - timedelta(days=1), is_proven=True)

    again = typed(camille, brand)

    assert (again.status, permission(camille, brand)) == ("pending", "allowed")


def test_an_address_is_asked_once_a_day_whoever_types_it(camille: Client, brand: Brand, double: Purpose) -> None:
    with time_machine.travel(datetime.fromisoformat("2026-11-22T08:00:00+00:00"), tick=False):
        for _ in range(3):
            queue_confirmation(typed(camille, brand))

    assert Send.objects.count() == 1


def test_the_question_goes_to_the_address_that_was_typed(
    camille: Client, brand: Brand, double: Purpose, sink: MailStore
) -> None:
    add_identifier(camille, "email", "camille@work.example", verified_at=timezone.now())
    assert camille.contact_point("email") == "camille@work.example"

    queue_confirmation(typed(camille, brand))
    send_due(seconds=5)

    assert [mail.recipient for mail in sink.mails()] == [ADDRESS]


def test_an_address_that_is_hers_no_more_is_not_written_to(
    camille: Client, brand: Brand, double: Purpose, sink: MailStore
) -> None:
    queue_confirmation(typed(camille, brand))
    camille.identifiers.filter(value=ADDRESS).update(retracted_at=timezone.now())

    send_due(seconds=5)

    assert (sink.mails(), Send.objects.get().reason) == ([], "no_contact_point")


def test_a_lost_signal_is_found_again(camille: Client, brand: Brand, double: Purpose) -> None:
    typed(camille, brand)
    assert Send.objects.count() == 0

    for _ in range(2):
        sweep_recent(now=timezone.now(), window=timedelta(hours=2))

    assert Send.objects.count() == 1


def test_those_who_were_asked_stand_in_nobodys_way(
    camille: Client, brand: Brand, double: Purpose, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("journeys.actions.sweep.BATCH", 1)
    add_identifier(camille, "email", "camille@work.example")
    typed(camille, brand)
    typed(camille, brand, contact="camille@work.example")

    for _ in range(2):
        sweep_recent(now=timezone.now(), window=timedelta(hours=2))

    assert Send.objects.values("contact_hash").distinct().count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_confirm_once(camille: Client, brand: Brand) -> None:
    Purpose.objects.filter(code="marketing").update(needs_confirmation=True)
    pending, barrier, kept = typed(camille, brand), Barrier(2), []

    def click() -> None:
        barrier.wait()
        kept.append(confirm_decision(pending, camille, origin="", at=timezone.now()).pk)
        connection.close()

    threads = [Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(kept)) == 1
    assert Decision.objects.filter(confirms=pending).count() == 1


def test_a_made_up_link_is_refused(client: Browser) -> None:
    answer = client.post("/preferences/confirm/made-up/")

    assert answer.status_code == 400


def test_a_link_to_what_waits_for_nobody_confirms_nothing(camille: Client, brand: Brand, client: Browser) -> None:
    said = record_decision(
        camille, brand=brand, purpose="marketing", channel="email", contact=ADDRESS, status="refused", method="app",
        at=timezone.now(),
    )  # fmt: skip

    answers = [client.post(link_to(each)) for each in (said, Decision(pk=said.pk + 1, captured_at=said.captured_at))]

    assert [each.status_code for each in answers] == [400, 400]
    assert (Decision.objects.get(), permission(camille, brand)) == (said, "refused")


def test_a_no_of_whoever_had_the_address_meanwhile_stands(
    camille: Client, brand: Brand, double: Purpose, maya: User, client: Browser
) -> None:
    pending, eve = typed(camille, brand), make_client("Eve")
    cut_identifier(camille.identifiers.get(value=ADDRESS), actor=maya, at=timezone.now())
    hers = add_identifier(eve, "email", ADDRESS)
    withdraw_by_link(eve, brand=brand, channel="email", at=timezone.now())
    cut_identifier(hers, actor=maya, at=timezone.now())
    give_back_identifier(camille.identifiers.get(value=ADDRESS), actor=maya)

    answer = client.post(link_to(pending))

    assert answer.status_code == 409
    assert may_contact(camille, purpose="stock-alerts", channel="email", brand=brand, at=timezone.now()).reason == (
        "withdrawn"
    )
    assert not Decision.objects.filter(status="given").exists()


def test_a_number_that_is_given_again_after_a_backup_was_restored_is_another_question(
    camille: Client, brand: Brand, double: Purpose, client: Browser
) -> None:
    asked = typed(camille, brand, timezone.now() - timedelta(hours=1))
    lost = Decision(pk=asked.pk, captured_at=timezone.now() - timedelta(hours=2))

    answers = [client.post(link_to(lost)).status_code, client.post(link_to(asked)).status_code]

    assert answers == [400, 200]
    assert Decision.objects.get(status="given").confirms == asked


def test_a_question_that_a_no_above_has_answered_is_not_said_to_wait(
    camille: Client, brand: Brand, client: Browser
) -> None:
    letter = Purpose.objects.create(
        code="letter", name="Letter", lawful_basis="consent", channels=["email"], needs_confirmation=True,
        parent=Purpose.objects.get(code="marketing"),
    )  # fmt: skip
    notice = Notice.objects.create(purpose=letter, version=1, language=camille.language, text="La lettre")
    typed(camille, brand, purpose="letter", notice=notice)
    page = f"/preferences/{preference_token(camille, brand)}/"
    waiting = words_in(camille.language)["waiting"]

    before = client.get(page).content.decode().count(waiting)
    withdraw_by_link(camille, brand=brand, channel="email", at=timezone.now())

    assert (before, client.get(page).content.decode().count(waiting)) == (1, 0)
