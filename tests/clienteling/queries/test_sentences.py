from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from clienteling.queries.rhythm import ClientDates
from clienteling.queries.sentences import Present, Standing, sentences_about
from crm.models import Client
from crm.queries.facts import ClientFacts
from crm.queries.places import Place

TODAY = date(2026, 3, 10)
NOBODY_KNOWS = Standing(brands=(), since=None, tier="", advisor="")
NOTHING_TODAY = Present(None, (), (), ClientDates((), None, None, ()))


def facts(**changes: Any) -> ClientFacts:
    nothing: dict[str, Any] = {
        "purchase_count": 0,
        "first_purchase_at": None,
        "last_purchase_at": None,
        "totals": {},
        "usual_days": None,
        "favourite_category": "",
        "favourite_colour": "",
        "favourite_material": "",
        "places": (),
        "elsewhere": {},
    }
    return ClientFacts(**{**nothing, **changes})


def camille(**fields: Any) -> Client:
    return Client(given_name="Camille", family_name="Laurent", **fields)


def days_ago(days: int) -> datetime:
    return datetime(2026, 3, 10, 12, 0, tzinfo=UTC) - timedelta(days=days)


def test_the_three_sentences_say_who_how_and_what_today() -> None:
    present = Present(datetime(2026, 3, 10, 14, 5, tzinfo=UTC), ("Cassis tote",), ("Gift",), NOTHING_TODAY.dates)
    bought = facts(
        purchase_count=7,
        last_purchase_at=days_ago(171),
        usual_days=91,
        favourite_category="small-leather",
        favourite_colour="cassis",
    )
    standing = Standing(("Aurelle", "Sorane"), date(2019, 3, 16), "Very important", "Alice")

    assert sentences_about(camille(salutation="Madame"), bought, standing, present, TODAY) == [
        "A very important client, in Alice’s book, known to Aurelle and Sorane since March 2019.",
        "She buys about every 3 months, mostly small leather goods, and likes cassis; "
        "the last time was on 20 September 2025.",
        "In the boutique since 14:05, waiting to hear of Cassis tote, in the segment Gift.",
    ]


def test_of_whom_nothing_is_known_little_is_said() -> None:
    assert sentences_about(camille(), facts(), NOBODY_KNOWS, NOTHING_TODAY, TODAY) == ["Camille has not bought yet."]


@pytest.mark.parametrize(("salutation", "subject"), [("Madame", "She"), ("Monsieur", "He"), ("Dr", "Camille")])
def test_the_pronoun_is_that_of_the_address(salutation: str, subject: str) -> None:
    once = facts(purchase_count=1, last_purchase_at=days_ago(1))

    found = sentences_about(camille(salutation=salutation), once, NOBODY_KNOWS, NOTHING_TODAY, TODAY)

    assert found == [f"{subject} bought once, yesterday."]


def test_who_stands_before_us_is_not_told_that_it_has_been_long() -> None:
    rhythm = ClientDates([TODAY - timedelta(days=days) for days in (230, 170, 110)], None, None, ())
    here = Present(datetime(2026, 3, 10, 14, 5, tzinfo=UTC), (), (), rhythm)
    away = Present(None, (), (), rhythm)
    bought = facts(purchase_count=3, last_purchase_at=days_ago(110), usual_days=60)

    assert sentences_about(camille(), bought, NOBODY_KNOWS, here, TODAY)[-1] == "In the boutique since 14:05."
    assert sentences_about(camille(), bought, NOBODY_KNOWS, away, TODAY)[-1] == (
        "Usually comes every 60 days; we have not met for 110."
    )


@pytest.mark.parametrize(
    ("shop", "where"),
    [
        (Place("online", "", "online"), "online"),
        (Place("rue Saint-Honoré", "Paris", "boutique"), "at rue Saint-Honoré"),
    ],
)
def test_one_buys_online_and_at_a_boutique(shop: Place, where: str) -> None:
    once = facts(purchase_count=1, last_purchase_at=days_ago(0), places=(shop,))

    sentences = sentences_about(camille(salutation="Madame"), once, NOBODY_KNOWS, NOTHING_TODAY, TODAY)

    assert sentences == [f"She bought once, today, {where}."]
