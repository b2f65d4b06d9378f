"""What is said of a decision: how, where, by whom and for how long."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from consent.actions.confirm import confirm_decision
from consent.actions.decide import record_decision
from consent.evidence.words import path_of, said_about, said_how, said_of, said_when
from consent.models import Decision, Notice, Purpose
from crm.models import Brand, Client, User

pytestmark = pytest.mark.django_db


def decide(client: Client, brand: Brand, now: datetime, **said: Any) -> Decision:
    facts: dict[str, Any] = {"status": "given", "method": "web_form", **said}
    with time_machine.travel(now + timedelta(minutes=1), tick=False):
        return record_decision(
            client, brand=brand, purpose="marketing", channel="email", contact="camille@mail.example", at=now, **facts
        )


def test_everything_that_is_known_of_it_is_said(camille: Client, brand: Brand, alice: User, now: datetime) -> None:
    until = datetime(2027, 3, 10, 14, 0, tzinfo=UTC)

    decision = decide(camille, brand, now, method="boutique_tablet", origin="till 2", actor=alice, valid_to=until)

    assert said_how(decision) == (
        f"Boutique tablet, till 2, by {alice}, until 10 March 2027 · number {decision.pk}, kept 10 March 2026, 14:01:00"
    )


def test_what_is_not_known_is_not_said(camille: Client, brand: Brand, now: datetime) -> None:
    decision = decide(camille, brand, now)

    assert said_how(decision) == f"Web form · number {decision.pk}, kept 10 March 2026, 14:01:00"


def test_a_yes_that_was_confirmed_names_the_question(camille: Client, brand: Brand, alice: User, now: datetime) -> None:
    asked = decide(camille, brand, now, method="staff", actor=alice)
    assert asked.status == "pending"

    confirmed = confirm_decision(asked, camille, origin="/confirm/", at=now + timedelta(hours=1))

    assert said_how(confirmed).partition(" · ")[0] == f"Staff, /confirm/, confirms number {asked.pk}"


def test_a_channel_and_a_method_are_words_of_people_not_codes(camille: Client, brand: Brand, now: datetime) -> None:
    by_mail = decide(camille, brand, now, method="api")

    assert said_about(by_mail) == "News and invitations of the house · e-mail"
    assert said_how(by_mail).partition(" · ")[0] == "API"


def test_the_moment_is_the_readers_with_its_distance_from_utc(camille: Client, brand: Brand, now: datetime) -> None:
    decision = decide(camille, brand, now)

    with timezone.override(ZoneInfo("Europe/Paris")):
        assert said_when(decision) == "10 March 2026, 15:00:00 +01:00"


def test_a_purpose_is_said_with_those_above_it(brand: Brand) -> None:
    news = Purpose.objects.get(code="marketing")
    below = Purpose.objects.create(code="invitations", name="Invitations", parent=news, lawful_basis="consent")

    assert path_of(below) == f"{news.name} › Invitations"


@pytest.mark.parametrize(("language", "name"), [("fr", "French"), ("tlh", "tlh")])
def test_a_notice_is_said_with_its_language_or_the_code_of_one_without_a_name(language: str, name: str) -> None:
    assert said_of(Notice(version=2, language=language)) == f"Version 2, {name}"
