"""A question that staff asked, and the client's answer to it."""

from datetime import datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction

from consent.actions.ask import answer_question, ask_client
from consent.actions.decide import decide_for_person
from consent.errors import ConsentError
from consent.models import CurrentDecision, Decision
from consent.queries.permission import may_profile
from crm.actions.cut_link import cut_link
from crm.actions.merge import merge_clients
from crm.identity.claims import IdentifierClaim
from crm.identity.resolve import resolve_client
from crm.models import Boutique, Brand, Client, Identifier, IdentityLink, User
from tests.factories import add_identifier, allow_contact, make_known_client
from tests.waiting import somebody_waits, wait_until

pytestmark = pytest.mark.django_db


def ask(client: Client, brand: Brand, alice: User, at: datetime, **facts: Any) -> Decision:
    question = {"purpose": "profiling", "channel": "", "method": "boutique_tablet", "origin": "", "language": "fr"}
    return ask_client(client, brand=brand, actor=alice, at=at, **{**question, **facts})


def test_a_yes_about_the_person_needs_no_address(camille: Client, brand: Brand, alice: User, now: datetime) -> None:
    question = ask(camille, brand, alice, now)

    answer_question(question, camille, is_wanted=True, origin="", at=now)

    assert may_profile(camille, brand=brand, at=now) is True


def test_a_no_about_the_person_stands_against_an_older_question_after_a_merge(
    camille: Client, boutique: Boutique, alice: User, maya: User, now: datetime
) -> None:
    brand, double = boutique.brand, make_known_client(boutique, "Camile")
    question = ask(double, brand, alice, now)
    merge_clients(camille, double, actor=maya, reason="same", at=now)
    decide_for_person(
        camille, brand=brand, purpose="profiling", status="refused", method="web_form", at=now + timedelta(minutes=1)
    )

    with pytest.raises(ConsentError, match="confirmation_superseded"):
        answer_question(question, camille, is_wanted=True, origin="", at=now + timedelta(minutes=2))

    assert may_profile(camille, brand=brand, at=now + timedelta(minutes=3)) is False


def test_a_no_is_said_on_the_address_that_was_asked(camille: Client, brand: Brand, alice: User, now: datetime) -> None:
    allow_contact(camille, brand)
    question = ask(camille, brand, alice, now, purpose="marketing", channel="email")
    add_identifier(camille, "email", "camille@work.example", verified_at=now)
    assert camille.contact_point("email") == "camille@work.example"

    answer_question(question, camille, is_wanted=False, origin="", at=now + timedelta(minutes=1))

    held = CurrentDecision.objects.get(client=camille, purpose__code="marketing")
    assert (held.contact_hash, held.decision.status) == (question.contact_hash, "refused")


def test_an_answer_about_an_address_that_is_hers_no_more_is_refused(
    camille: Client, brand: Brand, alice: User, now: datetime
) -> None:
    question = ask(camille, brand, alice, now, purpose="marketing", channel="email")
    Identifier.objects.filter(client=camille, namespace="email").update(retracted_at=now)

    for is_wanted in (True, False):
        with pytest.raises(ConsentError, match="contact_missing"):
            answer_question(question, camille, is_wanted=is_wanted, origin="", at=now + timedelta(minutes=1))

    assert list(Decision.objects.values_list("status", flat=True)) == ["pending"]


def test_a_question_asked_while_two_become_one_is_the_survivors(
    camille: Client, boutique: Boutique, alice: User, maya: User, now: datetime
) -> None:
    double = make_known_client(boutique, "Camile")
    merge_clients(camille, Client.objects.get(pk=double.pk), actor=maya, reason="same", at=now)

    question = ask(double, boutique.brand, alice, now)

    assert question.client == camille


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_wanted", [True, False])
def test_an_answer_that_waited_while_its_address_left_is_not_said_to_be_kept(
    is_wanted: bool, camille: Client, brand: Brand, alice: User, maya: User, now: datetime
) -> None:
    claims = [IdentifierClaim("email", "camille@mail.example"), IdentifierClaim("email", "work@mail.example")]
    resolve_client(claims, source="web", asserted_at=now, asserted_by="m-1")
    Identifier.objects.filter(value="work@mail.example").update(verified_at=now)
    question = ask(camille, brand, alice, now, purpose="marketing", channel="email")
    refused: list[str] = []

    def answer() -> None:
        with pytest.raises(ConsentError) as refusal:
            answer_question(question, camille, is_wanted=is_wanted, origin="", at=now + timedelta(minutes=1))
        refused.append(refusal.value.code)
        connection.close()

    hand = Thread(target=answer)
    with transaction.atomic():
        link = IdentityLink.objects.get()
        leaving = Identifier.objects.get(value="work@mail.example").pk
        cut_link(link, actor=maya, at=now, leaving=leaving)
        hand.start()
        wait_until(somebody_waits)
    hand.join()

    assert refused == ["contact_missing"]
    assert list(Decision.objects.all()) == [question]
