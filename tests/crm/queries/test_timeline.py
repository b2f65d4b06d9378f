"""A client's history, page by page, nothing lost and nothing twice."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.actions.segments import enter_segment
from crm.models import Boutique, Brand, Client, Segment, Source
from crm.queries import timeline as module
from crm.queries.timeline import TimelineEntry, register_timeline, timeline, timeline_kinds
from crm.queries.timeline_entries import register_own_timelines
from tests.factories import allow_contact, make_interaction, make_product, make_purchase
from tests.factories.clients import LONG_AGO


@pytest.fixture
def own_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the kinds that the apps above add."""
    monkeypatch.setattr(module, "_providers", {})
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
    with django_assert_num_queries(6):  # receipts, lines, events, names, segments, decisions
        page = timeline(camille)

    assert [(entry.at, entry.kind, entry.channel, entry.text) for entry in page.entries] == [
        (now, "segment", "", "Entered Gift"),
        (now - timedelta(days=1), "purchase", "boutique", "Brought back at rue Saint-Honoré"),
        (now - timedelta(days=2), "purchase", "boutique", "Bought at rue Saint-Honoré"),
        (now - timedelta(days=3), "interaction", "web", "Product Viewed: Tote"),
        (now - timedelta(days=4), "interaction", "web", "Looked at Home"),
        (LONG_AGO, "consent", "email", "Agreed: News and invitations of the house"),
    ]
    assert page.next_before is None


@pytest.mark.django_db
@pytest.mark.usefixtures("history")
def test_a_purchase_shows_its_pieces(camille: Client) -> None:
    bought = timeline(camille, kind="purchase").entries[1]

    assert [(line["name"], line["amount"]) for line in bought.detail["lines"]] == [("Tote", Decimal("900.00"))]


@pytest.mark.django_db
@pytest.mark.usefixtures("history")
def test_one_kind_alone_and_an_unknown_kind(camille: Client) -> None:
    assert [entry.kind for entry in timeline(camille, kind="purchase").entries] == ["purchase", "purchase"]
    assert timeline(camille, kind="weather").entries == []


def test_the_kinds_of_the_store_are_registered() -> None:
    assert {"consent", "interaction", "purchase", "segment"} <= set(timeline_kinds())


@given(kinds=st.lists(st.lists(st.integers(0, 12), max_size=12), min_size=1, max_size=3), limit=st.integers(1, 7))
def test_pages_put_together_are_the_whole(kinds: list[list[int]], limit: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_providers", {})
        whole = register_kinds(kinds)
        if any(whole.count(hour) > limit for hour in whole):
            return  # a moment that alone overfills a page is cut, as the docstring says

        walked, before = [], None
        while True:
            page = timeline(Client(), before=before, limit=limit)
            assert len(page.entries) <= limit
            walked += [entry.at.hour for entry in page.entries]
            if page.next_before is None:
                break
            before = page.next_before

    assert walked == sorted(whole, reverse=True)


def register_kinds(kinds: list[list[int]]) -> list[int]:
    """A provider for each list of hours; gives every hour."""

    def provider_of(hours: list[int]) -> Any:
        def provide(client: Client, before: datetime | None, limit: int) -> list[TimelineEntry]:
            moments = sorted((datetime(2026, 1, 1, hour, tzinfo=UTC) for hour in hours), reverse=True)
            older = [at for at in moments if before is None or at < before]
            return [TimelineEntry(at, "kind", "", "") for at in older[:limit]]

        return provide

    for number, hours in enumerate(kinds):
        register_timeline(str(number), provider_of(hours))
    return [hour for hours in kinds for hour in hours]
