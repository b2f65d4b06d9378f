"""A client's history, page by page, nothing lost and nothing twice."""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from clienteling.models import Visit
from crm.actions.segments import enter_segment
from crm.models import Boutique, Brand, Client, Segment, Source
from crm.queries import timeline as module
from crm.queries.timeline import TimelineEntry, cursor_from, timeline, timeline_kinds
from crm.queries.timeline_entries import register_own_timelines
from crm.sharing import EVERY_HOUSE
from tests.factories import allow_contact, make_interaction, make_product, make_purchase
from tests.factories.clients import LONG_AGO


@pytest.fixture
def own_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the kinds that the apps above add."""
    monkeypatch.setattr(module, "_kinds", {})
    register_own_timelines()


@pytest.fixture
def history(camille: Client, brand: Brand, boutique: Boutique, source: Source, now: datetime) -> None:
    tote = make_product(brand, "tote")
    allow_contact(camille, brand)
    make_interaction(source, "Product Viewed", client=camille, at=now - timedelta(days=3), properties={"sku": "TOTE"})
    make_interaction(source, "Home", type="page", client=camille, at=now - timedelta(days=4))
    make_purchase(camille, boutique, tote, at=now - timedelta(days=2))
    make_purchase(camille, boutique, at=now - timedelta(days=1), kind="return", price="-900")
    enter_segment(Segment.objects.create(brand=brand, code="gift", name="Gift"), camille, reason="tag", at=now)


@pytest.mark.django_db
@pytest.mark.usefixtures("own_kinds", "history")
def test_every_channel_is_on_it_newest_first(camille: Client, now: datetime, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        page = timeline(camille, reach=EVERY_HOUSE)

    assert [(entry.at, entry.kind, entry.channel, entry.text) for entry in page.entries] == [
        (now, "segment", "", "Entered Gift"),
        (now - timedelta(days=1), "purchase", "boutique", "Brought back at rue Saint-Honoré"),
        (now - timedelta(days=2), "purchase", "boutique", "Bought at rue Saint-Honoré"),
        (now - timedelta(days=3), "interaction", "web", "Product Viewed: Tote"),
        (now - timedelta(days=4), "interaction", "web", "Looked at Home"),
        (LONG_AGO, "consent", "email", "Agreed: News and invitations of the house"),
    ]
    assert page.next is None


@pytest.mark.django_db
@pytest.mark.usefixtures("history")
def test_a_purchase_shows_its_pieces(camille: Client) -> None:
    bought = timeline(camille, reach=EVERY_HOUSE, kind="purchase").entries[1]

    assert [(line["name"], line["amount"]) for line in bought.detail["lines"]] == [("Tote", Decimal("900.00"))]


@pytest.mark.django_db
@pytest.mark.usefixtures("history")
def test_one_kind_alone_and_an_unknown_kind(camille: Client) -> None:
    assert [entry.kind for entry in timeline(camille, reach=EVERY_HOUSE, kind="purchase").entries] == [
        "purchase",
        "purchase",
    ]
    assert timeline(camille, reach=EVERY_HOUSE, kind="weather").entries == []


def test_the_kinds_of_the_store_are_registered() -> None:
    assert {"consent", "interaction", "purchase", "segment"} <= set(timeline_kinds())


@pytest.mark.django_db
@pytest.mark.parametrize("limit", [1, 2, 3, 7, 50])
@pytest.mark.parametrize("seed", range(4))
def test_pages_put_together_are_the_whole(
    camille: Client, boutique: Boutique, brand: Brand, now: datetime, limit: int, seed: int
) -> None:
    """Many lines of several kinds in the very same moments: each stands on one page, once."""
    rng = Random(seed)
    for number in range(12):
        at = now - timedelta(hours=rng.randint(0, 3))
        kind = rng.choice(("visit", "purchase", "segment"))
        if kind == "visit":
            Visit.objects.create(client=camille, boutique=boutique, method="code", arrived_at=at, left_at=at)
        elif kind == "purchase":
            make_purchase(camille, boutique, at=at)
        else:
            segment = Segment.objects.create(brand=brand, code=f"s{number}", name=f"S{number}")
            enter_segment(segment, camille, reason="tag", at=at)
    whole = timeline(camille, reach=EVERY_HOUSE, limit=50).entries

    walked: list[TimelineEntry] = []
    page = timeline(camille, reach=EVERY_HOUSE, limit=limit)
    while True:
        assert len(page.entries) <= limit
        walked += page.entries
        if page.next is None:
            break
        page = timeline(camille, reach=EVERY_HOUSE, limit=limit, after=cursor_from(str(page.next)))

    assert walked == whole
    assert [entry.at for entry in whole] == sorted((entry.at for entry in whole), reverse=True)


@pytest.mark.django_db
@pytest.mark.usefixtures("history")
def test_one_channel_alone(camille: Client) -> None:
    told = timeline(camille, reach=EVERY_HOUSE, channel="web").entries

    assert [(entry.kind, entry.channel) for entry in told] == [("interaction", "web"), ("interaction", "web")]
    assert timeline(camille, reach=EVERY_HOUSE, channel="pigeon").entries == []


@pytest.mark.django_db
@pytest.mark.usefixtures("history")
def test_each_line_says_where_it_comes_from(camille: Client) -> None:
    told = timeline(camille, reach=EVERY_HOUSE).entries

    assert [entry.source for entry in told] == ["tag", "till", "till", "aurelle-web", "aurelle-web", "web_form"]
