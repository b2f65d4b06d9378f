"""Global Privacy Control of somebody known: kept once as a refusal, and a click afterwards wins."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from consent.actions.decide import decide_for_person
from consent.actions.privacy_control import heed_privacy_control
from consent.models import Decision
from consent.queries.permission import decision_on
from crm.models import Brand, Client, Interaction, Source
from tests.crm.ingest.sending import call, post
from tests.factories import add_identifier

pytestmark = pytest.mark.django_db


def ledger() -> list[tuple[str, str, str]]:
    return list(Decision.objects.order_by("pk").values_list("purpose__code", "status", "method"))


REFUSED = [("measurement", "refused", "gpc"), ("sharing", "refused", "gpc")]


def heed(client: Client, brand: Brand, at: datetime) -> None:
    heed_privacy_control(client, brand=brand, origin="/shop/", at=at)


def say(client: Client, brand: Brand, status: str, at: datetime) -> None:
    decide_for_person(client, brand=brand, purpose="measurement", status=status, method="web_form", at=at)


def is_allowed(client: Client, brand: Brand, at: datetime) -> bool:
    return decision_on(client, purpose="measurement", brand=brand, at=at).is_allowed


def test_the_signal_is_one_refusal_however_often_it_comes(camille: Client, brand: Brand, now: datetime) -> None:
    for hour in range(3):
        heed(camille, brand, now + timedelta(hours=hour))

    assert (ledger(), is_allowed(camille, brand, now)) == (REFUSED, False)


def test_it_ends_a_yes_from_before(camille: Client, brand: Brand, now: datetime) -> None:
    say(camille, brand, "given", now)
    heed(camille, brand, now + timedelta(hours=1))

    assert is_allowed(camille, brand, now + timedelta(hours=2)) is False


def test_a_click_afterwards_wins_against_the_signal_of_every_later_request(
    camille: Client, brand: Brand, now: datetime
) -> None:
    heed(camille, brand, now)
    say(camille, brand, "given", now + timedelta(hours=1))
    heed(camille, brand, now + timedelta(hours=2))

    assert is_allowed(camille, brand, now + timedelta(hours=3)) is True


def test_where_a_no_stands_nothing_is_added(camille: Client, brand: Brand, now: datetime) -> None:
    say(camille, brand, "refused", now)
    heed(camille, brand, now + timedelta(hours=1))

    assert ledger() == [("measurement", "refused", "web_form"), ("sharing", "refused", "gpc")]


@pytest.fixture
def known_visitor(camille: Client) -> Client:
    add_identifier(camille, "anonymous", "visitor-of-camille", asserted_at=timezone.now())
    return camille


def tell(source: Source, *calls: object, gpc: str = "1") -> None:
    post("/v1/batch", {"batch": list(calls), "writeKey": source.write_key}, **{"Sec-GPC": gpc})


def test_a_page_of_a_known_visitor_is_refused_and_the_refusal_kept(source: Source, known_visitor: Client) -> None:
    tell(source, call("page", anonymousId="visitor-of-camille"))

    assert (ledger(), Interaction.objects.count()) == (REFUSED, 0)


def test_a_stranger_leaves_nothing(source: Source, known_visitor: Client) -> None:
    tell(source, call("page", anonymousId="somebody-else"))

    assert ledger() == []


def test_who_says_who_they_are_is_heeded_too(source: Source, camille: Client) -> None:
    tell(source, call("identify", anonymousId="new-device-1", userId=camille.uid))

    assert ledger() == REFUSED


def test_an_explicit_consent_of_the_call_is_no_refusal(source: Source, known_visitor: Client) -> None:
    agreed = {"consent": {"categoryPreferences": {"analytics": True}}}

    tell(source, call("page", anonymousId="visitor-of-camille", context=agreed))

    assert (ledger(), Interaction.objects.count()) == ([], 1)


@pytest.mark.parametrize("value", ["", "0", "true"])
def test_another_header_is_no_signal(source: Source, known_visitor: Client, value: str) -> None:
    tell(source, call("page", anonymousId="visitor-of-camille"), gpc=value)

    assert ledger() == []


@pytest.mark.parametrize("ids", [{"anonymousId": 4711}, {"anonymousId": 4711, "userId": 12}, {"userId": ""}])
def test_ids_that_are_numbers_or_nothing_are_strangers(
    source: Source, known_visitor: Client, ids: dict[str, object]
) -> None:
    answer = post("/v1/batch", {"batch": [call("page", **ids)], "writeKey": source.write_key}, **{"Sec-GPC": "1"})

    assert ([each["code"] for each in answer.json()["rejected"]], ledger()) == (["opted_out"], [])


def test_a_number_of_the_brands_own_customer_base_is_known(source: Source, camille: Client) -> None:
    add_identifier(camille, "crm", f"{source.brand.code}:4711")

    tell(source, call("page", userId=4711))

    assert ledger() == REFUSED
