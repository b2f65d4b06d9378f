"""A process that dies between the commit and the signal leaves a purchase that nobody heard of."""

from datetime import datetime, timedelta

import pytest
import time_machine

from crm.models import Boutique, Client, Product, StockAlert
from journeys.actions.library import ensure_journeys
from journeys.actions.sweep import Swept, sweep_recent
from journeys.models import Enrolment
from tests.factories import make_product, make_purchase

pytestmark = pytest.mark.django_db
WINDOW = timedelta(hours=2)


def test_a_purchase_whose_signal_was_lost_is_enrolled_once(
    camille: Client, boutique: Boutique, clock: time_machine.Traveller, now: datetime
) -> None:
    make_purchase(camille, boutique, at=now)

    assert sweep_recent(now=now, window=WINDOW) == Swept(enrolled=1, stopped=0)
    assert sweep_recent(now=now, window=WINDOW) == Swept(enrolled=0, stopped=0)
    assert Enrolment.objects.get().client == camille


def test_a_second_purchase_whose_signal_was_lost_ends_the_run(
    camille: Client, boutique: Boutique, clock: time_machine.Traveller, now: datetime
) -> None:
    make_purchase(camille, boutique, at=now)
    sweep_recent(now=now, window=WINDOW)
    make_purchase(camille, boutique, at=now)

    assert sweep_recent(now=now, window=WINDOW) == Swept(enrolled=0, stopped=1)
    assert Enrolment.objects.get().ended_reason == "bought_again"


def test_an_old_receipt_that_came_in_today_enrols_nobody(
    camille: Client, boutique: Boutique, clock: time_machine.Traveller, now: datetime
) -> None:
    make_purchase(camille, boutique, at=now - timedelta(days=61))

    assert sweep_recent(now=now, window=WINDOW) == Swept(enrolled=0, stopped=0)


def test_a_wish_whose_signal_was_lost_is_enrolled_once(
    camille: Client, boutique: Boutique, clock: time_machine.Traveller, now: datetime
) -> None:
    ensure_journeys(boutique.brand)
    tote: Product = make_product(boutique.brand, "tote")
    alert = StockAlert.objects.create(brand=boutique.brand, client=camille, variant=tote.variants.get())

    assert sweep_recent(now=now, window=WINDOW) == Swept(enrolled=1, stopped=0)
    assert sweep_recent(now=now, window=WINDOW) == Swept(enrolled=0, stopped=0)
    assert Enrolment.objects.get().entry_key == f"alert:{alert.pk}"
