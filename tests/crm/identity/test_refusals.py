"""A no that was said on an address holds for whoever has the address next."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from consent.actions.decide import record_decision
from consent.queries.permission import may_contact
from crm.actions.cut import cut_identifier, give_back_identifier
from crm.identity.claims import IdentifierClaim
from crm.identity.resolve import resolve_client
from crm.models import Brand, Client, Identifier, User

pytestmark = pytest.mark.django_db
ADDRESS = "camille@mail.example"
Decide = Callable[[Client, str, int], None]


@pytest.fixture
def decide(brand: Brand, now: datetime) -> Decide:
    def say(client: Client, status: str, hour: int) -> None:
        record_decision(
            client, brand=brand, purpose="marketing", channel="email", contact=ADDRESS, status=status,
            method="web_form", at=now + timedelta(hours=hour),
        )  # fmt: skip

    return say


@pytest.fixture
def eve(camille: Client, maya: User, now: datetime) -> Client:
    """She has Camille's address now."""
    cut_identifier(Identifier.objects.get(value=ADDRESS), actor=maya, at=now)
    client = resolve_client([IdentifierClaim("email", ADDRESS)], source="web", asserted_at=now)
    assert client is not None and client != camille
    return client


def reason(client: Client, brand: Brand, now: datetime) -> str:
    return may_contact(client, purpose="marketing", channel="email", brand=brand, at=now + timedelta(days=1)).reason


@pytest.mark.parametrize(
    ("said", "answered"), [("withdrawn", "withdrawn"), ("refused", "refused"), ("given", "no_decision")]
)
def test_a_no_travels_with_the_address_and_a_yes_does_not(
    camille: Client, brand: Brand, decide: Decide, maya: User, now: datetime, said: str, answered: str
) -> None:
    decide(camille, said, 0)
    cut_identifier(Identifier.objects.get(value=ADDRESS), actor=maya, at=now)

    eve = resolve_client([IdentifierClaim("email", ADDRESS)], source="web", asserted_at=now)

    assert eve is not None
    assert reason(eve, brand, now) == answered


def test_a_no_that_was_taken_back_does_not_travel(
    camille: Client, brand: Brand, decide: Decide, maya: User, now: datetime
) -> None:
    decide(camille, "refused", 0)
    decide(camille, "given", 1)
    cut_identifier(Identifier.objects.get(value=ADDRESS), actor=maya, at=now)

    eve = resolve_client([IdentifierClaim("email", ADDRESS)], source="web", asserted_at=now)

    assert eve is not None
    assert reason(eve, brand, now) == "no_decision"


def test_an_address_given_back_brings_the_no_that_was_said_meanwhile(
    camille: Client, eve: Client, brand: Brand, decide: Decide, maya: User, now: datetime
) -> None:
    decide(camille, "given", 0)
    decide(eve, "refused", 1)
    cut_identifier(Identifier.objects.get(value=ADDRESS, client=eve), actor=maya, at=now)

    give_back_identifier(Identifier.objects.get(value=ADDRESS, client=camille), actor=maya)

    assert reason(camille, brand, now) == "refused"


def test_what_the_client_said_later_holds(
    camille: Client, eve: Client, brand: Brand, decide: Decide, maya: User, now: datetime
) -> None:
    decide(eve, "refused", 1)
    decide(camille, "given", 2)
    cut_identifier(Identifier.objects.get(value=ADDRESS, client=eve), actor=maya, at=now)

    give_back_identifier(Identifier.objects.get(value=ADDRESS, client=camille), actor=maya)

    assert reason(camille, brand, now) == "allowed"
