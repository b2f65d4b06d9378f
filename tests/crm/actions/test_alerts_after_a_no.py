"""A wish for one piece, typed into a form that takes any address, after its owner said no (decision 38).

Asked at the door by which every message leaves, ``may_contact``: before and after the owner answers the question.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from consent.actions.confirm import confirm_decision
from consent.actions.prefer import change_preference
from consent.actions.restrict import restrict_client
from consent.actions.suppress import suppress, withdraw_by_link
from consent.models import Decision
from consent.queries.permission import may_contact
from consent.rights.requests import open_request
from crm.actions.stock_alerts import request_stock_alert
from crm.models import Brand, Client, Product, StockAlert
from tests.factories import make_product

pytestmark = pytest.mark.django_db
ADDRESS = "camille@mail.example"
No = Callable[[Client, Brand, datetime], object]


@pytest.fixture
def scarf(brand: Brand) -> Product:
    return make_product(brand, "scarf")


def wish(scarf: Product, at: datetime) -> StockAlert:
    return request_stock_alert(
        brand=scarf.brand, variant=scarf.variants.get(), email=ADDRESS, tags=[], language="fr",
        source="aurelle-web", consent_given=False, at=at,
    )  # fmt: skip


def standing(client: Client, brand: Brand, at: datetime) -> tuple[str, str]:
    """Why an alert may or may not go, and why news may or may not."""
    said = [
        may_contact(client, purpose=each, channel="email", brand=brand, at=at) for each in ("stock-alerts", "marketing")
    ]
    return said[0].reason, said[1].reason


def takes_back_alerts(client: Client, brand: Brand, at: datetime) -> None:
    change_preference(
        client, brand=brand, purpose="stock-alerts", channel="email", is_wanted=False, language="fr",
        origin="/preferences/", at=at,
    )  # fmt: skip


def unsubscribes(client: Client, brand: Brand, at: datetime) -> None:
    withdraw_by_link(client, brand=brand, channel="email", at=at)


def objects(client: Client, brand: Brand, at: datetime) -> None:
    open_request(client, kind="objection_marketing", intake="client_page", brand=brand, at=at)


def objects_to_all_houses(client: Client, brand: Brand, at: datetime) -> None:
    open_request(client, kind="objection_marketing", intake="client_page", brand=None, at=at)


def was_erased_before(client: Client, brand: Brand, at: datetime) -> None:
    suppress("email", ADDRESS, brand=None, reason="erased")


def bounced(client: Client, brand: Brand, at: datetime) -> None:
    suppress("email", ADDRESS, brand=None, reason="bounced", marketing_only=False)


def complained(client: Client, brand: Brand, at: datetime) -> None:
    suppress("email", ADDRESS, brand=brand, reason="complained", marketing_only=False)


def is_restricted(client: Client, brand: Brand, at: datetime) -> None:
    restrict_client(client, reason="accuracy is disputed", actor=None, at=at)


@pytest.mark.parametrize(
    ("say_no", "typed", "confirmed"),
    [
        (takes_back_alerts, ("withdrawn", "no_decision"), ("allowed", "no_decision")),
        (unsubscribes, ("withdrawn", "suppressed"), ("allowed", "suppressed")),
        (objects, ("pending", "suppressed"), ("allowed", "suppressed")),
        (objects_to_all_houses, ("pending", "suppressed"), ("allowed", "suppressed")),
        (was_erased_before, ("pending", "suppressed"), ("allowed", "suppressed")),
    ],
)
def test_after_a_no_the_owner_of_the_address_is_asked_and_their_yes_lifts_nothing_wider(
    scarf: Product, camille: Client, now: datetime, say_no: No, typed: tuple[str, str], confirmed: tuple[str, str]
) -> None:
    say_no(camille, scarf.brand, now)
    later = now + timedelta(days=1)

    wish(scarf, later)
    before = standing(camille, scarf.brand, later)
    waiting = Decision.objects.get(status="pending")
    confirm_decision(waiting, camille, origin="/preferences/confirm/", at=later)

    assert (before, waiting.purpose.code, StockAlert.objects.count()) == (typed, "stock-alerts", 1)
    assert standing(camille, scarf.brand, later) == confirmed


@pytest.mark.parametrize(
    ("stop", "reason"), [(bounced, "suppressed"), (complained, "suppressed"), (is_restricted, "restricted")]
)
def test_what_no_yes_of_a_form_ends_goes_on(
    scarf: Product, camille: Client, now: datetime, stop: No, reason: str
) -> None:
    stop(camille, scarf.brand, now)

    wish(scarf, now + timedelta(days=1))

    assert standing(camille, scarf.brand, now + timedelta(days=1)) == (reason, reason)


def test_where_nothing_was_refused_the_wish_is_enough(scarf: Product, camille: Client, now: datetime) -> None:
    """It is specific, informed and an act (GDPR Art. 4(11)), for one mail on one piece."""
    wish(scarf, now)

    assert standing(camille, scarf.brand, now) == ("allowed", "no_decision")


def test_a_stranger_who_types_the_address_suspends_no_wish_that_holds(
    scarf: Product, camille: Client, now: datetime
) -> None:
    wish(scarf, now)
    wish(scarf, now + timedelta(days=1))

    assert standing(camille, scarf.brand, now + timedelta(days=1))[0] == "allowed"
