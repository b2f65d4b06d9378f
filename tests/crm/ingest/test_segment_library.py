"""The library that Segment publishes for Python, unchanged, against a real server."""

from collections.abc import Iterator
from typing import Any

import pytest
from segment.analytics import request
from segment.analytics.client import Client as Analytics

from crm.models import Client, Interaction, Source

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def session() -> Iterator[None]:
    """The library keeps its connection open; ours to close, or the server's thread holds the database."""
    yield
    request._session.close()


@pytest.mark.parametrize("is_packed", [False, True])
def test_every_call_of_the_library_arrives(website: Source, live_server: Any, is_packed: bool) -> None:
    failures: list[object] = []
    analytics = Analytics(
        website.write_key,
        host=live_server.url,
        gzip=is_packed,
        on_error=lambda error, batch: failures.append(error),
    )

    analytics.identify("42", {"email": "camille@mail.example", "plan": "gold"}, anonymous_id="visitor-1")
    analytics.track("42", "Product Viewed", {"sku": "AUR-BAG-1", "price": 2400})
    analytics.page("42", "Shop", "Gifts", {"url": "https://aurelle.example/gifts"})
    analytics.screen(anonymous_id="visitor-1", name="Home")
    analytics.group("42", "group-1", {"tier": "vip"})
    analytics.alias("visitor-0", "42")
    analytics.shutdown()

    assert failures == []
    rows = list(Interaction.objects.order_by("timestamp", "id"))
    assert [row.type for row in rows] == ["identify", "track", "page", "screen", "group", "alias"]
    camille = Client.objects.get()
    assert [row.client for row in rows] == [camille, camille, camille, camille, None, None]
    assert camille.contact_point("email") == "camille@mail.example"
    assert rows[1].properties == {"sku": "AUR-BAG-1", "price": 2400}
    assert all(row.original_timestamp and row.sent_at for row in rows)


def test_a_thousand_events_of_the_library_are_stored_once_each(website: Source, live_server: Any) -> None:
    analytics = Analytics(website.write_key, host=live_server.url)

    for number in range(1000):
        analytics.track(anonymous_id=f"visitor-{number % 10}", event="Product Viewed", properties={"number": number})
    analytics.shutdown()

    numbers = Interaction.objects.order_by("timestamp", "id").values_list("properties__number", flat=True)
    assert sorted(numbers) == list(range(1000))
