from datetime import UTC, datetime, timedelta
from typing import Any

from clienteling.queries.story import moments_of
from crm.queries.timeline import TimelineEntry

NOW = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)


def event(name: str, about: str = "", *, minutes: int = 0, channel: str = "web", type: str = "track") -> TimelineEntry:
    text = f"{name}: {about}" if about else name
    return TimelineEntry(NOW - timedelta(minutes=minutes), "interaction", channel, text, {"type": type, "name": name})


def told(*entries: TimelineEntry) -> list[str]:
    return [moment.text for moment in moments_of(entries)]


def test_one_browsing_is_one_moment_and_each_piece_is_named_once() -> None:
    assert told(
        event("Product Added", "Cassis wallet"),
        event("Product Viewed", "Cassis wallet", minutes=1),
        event("Product", type="page", minutes=1),
        event("Product Viewed", "Ambre scarf", minutes=2),
        event("Product Viewed", "Cassis wallet", minutes=3),
        event("Product List Viewed", minutes=4),
    ) == ["Looked at Cassis wallet and Ambre scarf; put Cassis wallet in the bag"]


def test_pages_alone_are_a_look_around() -> None:
    assert told(event("Home", type="page"), event("Gifts", type="page", minutes=1)) == ["Looked around"]


def test_a_log_in_a_click_and_the_cart_are_ways_to_what_was_done() -> None:
    assert told(
        event("Cart Viewed"),
        event("", type="identify", minutes=1),
        event("Product Viewed", "Cassis wallet", minutes=2),
        event("Product Clicked", "Cassis wallet", minutes=3),
    ) == ["Looked at Cassis wallet"]


def test_the_app_the_web_and_another_day_are_moments_of_their_own() -> None:
    assert (
        told(
            event("Product Viewed", "Ambre scarf", channel="app"),
            event("Product Viewed", "Ambre scarf", minutes=1),
            event("Product Viewed", "Ambre scarf", minutes=24 * 60),
        )
        == ["Looked at Ambre scarf"] * 3
    )


def test_an_event_of_ones_own_keeps_its_name() -> None:
    assert told(event("Ring Size Guide Opened")) == ["Ring Size Guide Opened"]


def test_a_receipt_keeps_its_pieces_and_its_total() -> None:
    detail: dict[str, Any] = {
        "lines": [{"name": "Cassis tote", "quantity": 1}, {"name": "Soap", "quantity": 3}],
        "total": 2450,
        "currency": "EUR",
    }

    [moment] = moments_of([TimelineEntry(NOW, "purchase", "boutique", "Bought at Milano", detail)])

    assert (moment.text, moment.lines, moment.total, moment.channels) == (
        "Bought at Milano",
        ["Cassis tote", "3 × Soap"],
        2450,
        (),
    )


def test_one_decision_for_several_channels_is_one_moment() -> None:
    def decision(text: str, channel: str) -> TimelineEntry:
        return TimelineEntry(NOW, "consent", channel, text)

    told_together = moments_of(
        [
            decision("Agreed: News", "sms"),
            decision("Agreed: Suggestions", ""),
            decision("Agreed: News", "email"),
            decision("Agreed: News", "email"),
        ]
    )

    assert [(moment.text, moment.channels) for moment in told_together] == [
        ("Agreed: Suggestions", ()),
        ("Agreed: News", ("email", "sms")),
    ]
