"""Who sees the journeys, what they see, and who may hold one."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client as Browser

from crm.models import Brand, User
from crm.queries.timeline import timeline
from crm.sharing import EVERY_HOUSE
from journeys.actions.claim_sends import claim_due_sends
from journeys.actions.outcomes import mark_handed_over, record_sent
from journeys.actions.park import park_abandoned
from journeys.models import Journey, Send
from journeys.queries.overview import journey_overview, journeys_of
from tests.factories import make_brand, make_user

PAGE = "/journeys/AURELLE/second-purchase/"


@pytest.fixture
def unknown(queued: Send, now: datetime) -> Send:
    claim = claim_due_sends(now=now)
    Send.objects.filter(pk=queued.pk).update(message_id="<lost@aurelle.example>")
    mark_handed_over(queued.pk, claim.token, now=now)
    park_abandoned(now=now + timedelta(minutes=5))
    return queued


@pytest.mark.parametrize(("name", "status"), [("hana", 200), ("maya", 200), ("alice", 403), ("petra", 403)])
def test_headquarters_and_managers_see_journeys(
    request: pytest.FixtureRequest, client: Browser, second_purchase: Journey, name: str, status: int
) -> None:
    client.force_login(request.getfixturevalue(name))

    assert [client.get(path).status_code for path in ("/journeys/", PAGE)] == [status, status]


def test_whoever_is_not_logged_in_is_asked_to(client: Browser, second_purchase: Journey) -> None:
    assert [client.get(path).status_code for path in ("/journeys/", PAGE)] == [302, 302]


def test_another_brands_journeys_are_not_there(client: Browser, second_purchase: Journey, other_brand: Brand) -> None:
    client.force_login(make_user("Hugo", "hq", brand=other_brand))

    shown = client.get("/journeys/")

    assert {line.journey.brand for line in shown.context["lines"]} == {other_brand}
    assert client.get(PAGE).status_code == 404
    assert client.post(f"{PAGE}pause/").status_code == 404
    second_purchase.refresh_from_db()
    assert second_purchase.status == "live"


def test_headquarters_holds_a_journey_and_lets_it_go_on(client: Browser, hana: User, second_purchase: Journey) -> None:
    client.force_login(hana)

    client.post(f"{PAGE}pause/")
    second_purchase.refresh_from_db()
    held = second_purchase.status
    client.post(f"{PAGE}resume/")
    second_purchase.refresh_from_db()

    assert (held, second_purchase.status) == ("paused", "live")


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_manager_cannot_hold_a_journey(client: Browser, maya: User, second_purchase: Journey, method: str) -> None:
    client.force_login(maya)

    answer = getattr(client, method)(f"{PAGE}pause/")

    second_purchase.refresh_from_db()
    assert answer.status_code == (403 if method == "post" else 405)
    assert second_purchase.status == "live"


def test_a_message_of_unknown_fate_stands_on_the_page(client: Browser, hana: User, unknown: Send) -> None:
    client.force_login(hana)

    shown = client.get(PAGE)

    assert [(send, reason) for send, reason in shown.context["unknown"]] == [
        (unknown, "The sending process stopped midway")
    ]
    text = shown.content.decode()
    assert ["Of unknown fate" in text, unknown.client.uid in text, "&lt;lost@aurelle.example&gt;" in text] == [True] * 3


def test_the_picture_counts_who_is_where(
    queued: Send, second_purchase: Journey, now: datetime, advance: Callable[[datetime], int]
) -> None:
    overview = journey_overview(second_purchase, now=now)

    assert overview is not None
    assert [(each.node.id, each.waiting) for each in overview.nodes] == [
        ("first-purchase", 0),
        ("until-wave-1", 0),
        ("wave-1", 0),
        ("after-wave-1", 1),
        ("end", 0),
    ]
    assert (overview.live, overview.on_older_versions, overview.early_ends) == (1, 0, [("bought_again", 0)])
    assert dict(overview.nodes[2].passed)["queued"] == 1


@pytest.mark.parametrize("brands", [1, 3])
def test_the_list_takes_three_statements_whatever_its_length(
    brand: Brand, brands: int, now: datetime, django_assert_num_queries: Callable[..., object]
) -> None:
    for number in range(brands - 1):
        make_brand(f"BRAND-{number}")

    with django_assert_num_queries(3):  # type: ignore[attr-defined]
        lines = journeys_of(Brand.objects.all(), now=now)

    assert len(lines) == 2 * brands


def test_a_message_that_went_stands_on_the_clients_timeline(queued: Send, now: datetime) -> None:
    claim = claim_due_sends(now=now)
    mark_handed_over(queued.pk, claim.token, now=now)
    record_sent(queued.pk, claim.token, now=now)

    (entry,) = timeline(queued.client, reach=EVERY_HOUSE, kind="message").entries

    assert (entry.at, entry.channel, entry.text) == (now, "email", "Sent: Second purchase")
