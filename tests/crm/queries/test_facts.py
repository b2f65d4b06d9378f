"""What purchases say, in figures that can be checked."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from crm.models import Boutique, Brand, Client
from crm.queries.facts import ClientFacts, facts_of
from crm.queries.places import Place
from crm.queries.receipts import receipts_of
from crm.sharing import EVERY_HOUSE, Reach
from tests.factories import make_boutique, make_product, make_purchase

pytestmark = pytest.mark.django_db


def facts(client: Client, reach: Reach = EVERY_HOUSE) -> ClientFacts:
    return facts_of(receipts_of(client, reach))


def test_the_facts_of_a_client_who_bought(
    camille: Client, boutique: Boutique, other_boutique: Boutique, now: datetime, django_assert_num_queries: Any
) -> None:
    tote = make_product(boutique.brand, "tote", colour="black", material="leather")
    scarf = make_product(boutique.brand, "scarf", category="scarves", colour="black", material="silk")
    first = now - timedelta(days=100)
    make_purchase(camille, boutique, tote, scarf, at=first)
    make_purchase(camille, boutique, tote, at=first + timedelta(days=40), price="850.50")
    make_purchase(camille, other_boutique, tote, at=first + timedelta(days=100), price="100", currency="GBP")
    make_purchase(camille, boutique, at=first + timedelta(days=41), price="-850.50", kind="return")

    with django_assert_num_queries(1):
        found = facts(camille)

    assert found == ClientFacts(
        purchase_count=3,
        first_purchase_at=first,
        last_purchase_at=now,
        totals={"GBP": Decimal("100.00"), "EUR": Decimal("1800.00")},
        usual_days=50,
        favourite_category="bags",
        favourite_colour="black",
        favourite_material="leather",
        places=(
            Place("rue Saint-Honoré", boutique.city, "boutique"),
            Place("via Montenapoleone", "Milano", "boutique"),
        ),
        elsewhere={},
    )


def test_the_facts_of_a_client_who_did_not(camille: Client) -> None:
    assert facts(camille) == ClientFacts(0, None, None, {}, None, "", "", "", (), {})


def test_two_receipts_of_one_day_are_no_rhythm(camille: Client, boutique: Boutique, now: datetime) -> None:
    for hours in (0, 1, 48):
        make_purchase(camille, boutique, at=now + timedelta(hours=hours))

    assert facts(camille).usual_days is None


def test_the_facts_of_one_house(
    camille: Client, brand: Brand, boutique: Boutique, other_brand: Brand, now: datetime
) -> None:
    make_purchase(camille, boutique, at=now)
    make_purchase(camille, make_boutique(other_brand, "sorane"), at=now)

    assert facts(camille).purchase_count == 2
    mine = facts(camille, Reach(brands=frozenset({brand.pk})))
    assert (mine.purchase_count, [place.name for place in mine.places]) == (1, ["rue Saint-Honoré"])
