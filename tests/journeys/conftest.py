"""Camille three weeks after her first purchase."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
import time_machine

from consent.actions.decide import decide_for_person
from crm.models import Boutique, Brand, Client, Product, Purchase
from crm.signals import purchases_recorded
from journeys.actions.advance import advance_claimed, claim_due_enrolments
from journeys.models import Enrolment, Journey, Send
from tests.factories import allow_contact, make_category, make_product, make_purchase, set_stock


@pytest.fixture
def clock(now: datetime) -> Iterator[time_machine.Traveller]:
    """The clock stands at ``now`` and runs on, since sockets need time to pass."""
    with time_machine.travel(now) as traveller:
        yield traveller


@pytest.fixture
def tote(brand: Brand) -> Product:
    return make_product(
        brand,
        "tote",
        names={"en": "Cassis tote", "fr": "Cabas Cassis", "it": "Borsa Cassis", "zh-hans": "黑加仑托特包"},
    )


@pytest.fixture
def wallet(brand: Brand, boutique: Boutique, tote: Product) -> Product:
    """What completes a tote, in stock in Camille's boutique."""
    small = make_category(brand, "small-leather")
    make_category(brand, "bags").complements.add(small)
    wallet = make_product(
        brand,
        "wallet",
        category="small-leather",
        price="1250",
        names={"en": "Cassis wallet", "fr": "Portefeuille Cassis"},
    )
    set_stock(wallet, boutique, 3)
    return wallet


@pytest.fixture
def second_purchase(brand: Brand) -> Journey:
    return Journey.objects.get(brand=brand, code="second-purchase")


@pytest.fixture
def still_unavailable(brand: Brand) -> Journey:
    return Journey.objects.get(brand=brand, code="still-unavailable")


@pytest.fixture
def willing_camille(camille: Client, brand: Brand, now: datetime) -> Client:
    """Camille, who agreed to e-mails and to suggestions."""
    allow_contact(camille, brand)
    decide_for_person(
        camille, brand=brand, purpose="profiling", status="given", method="web_form", at=now - timedelta(days=90)
    )
    return camille


@pytest.fixture
def first_purchase(
    willing_camille: Client, boutique: Boutique, tote: Product, wallet: Product, now: datetime, clock: object
) -> Purchase:
    """Camille bought the tote three weeks and an hour ago, and is on the journey."""
    purchase = make_purchase(willing_camille, boutique, tote, at=now - timedelta(days=21, hours=1))
    purchases_recorded.send(sender=None, purchase_ids=[purchase.pk])
    return purchase


@pytest.fixture
def enrolment(first_purchase: Purchase, second_purchase: Journey) -> Enrolment:
    return Enrolment.objects.get(journey=second_purchase)


@pytest.fixture
def advance(db: None) -> Callable[[datetime], int]:
    """Takes every step that is due at a moment; the number of them."""

    def until_nothing_is_due(moment: datetime) -> int:
        steps = 0
        while (claim := claim_due_enrolments(now=moment)).ids:
            steps += advance_claimed(claim, now=moment)
        return steps

    return until_nothing_is_due


@pytest.fixture
def queued(enrolment: Enrolment, advance: Callable[[datetime], int], now: datetime) -> Send:
    """Wave 1, due now."""
    advance(now)
    return Send.objects.get(enrolment=enrolment)
