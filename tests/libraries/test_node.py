"""``@segment/analytics-node``, unchanged but for the host, against a real server."""

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine

from crm.models import Client, Interaction, Source
from tests.crm.ingest.sending import call, send
from tests.libraries.conftest import HERE
from tests.libraries.servers import Refusals, grudging, serving

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("libraries")]
LAST_SECONDS = datetime(2026, 3, 10, 14, 0, 58, tzinfo=UTC)
TYPES = ["identify", "track", "page", "screen", "group", "alias"]


@pytest.fixture(autouse=True)
def installed(packages: Path) -> Path:
    return packages


def run_every_call(host: str, source: Source, *, count: int = 0) -> list[str]:
    """What the library could not deliver."""
    command = ["node", "every_call.mjs", host, source.write_key, str(count)]
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return list(json.loads(done.stdout))


def test_every_call_of_the_library_arrives(website: Source, live_server: Any) -> None:
    assert run_every_call(live_server.url, website) == []

    rows = list(Interaction.objects.order_by("timestamp", "id"))
    assert sorted(row.type for row in rows) == sorted(TYPES)
    camille = Client.objects.get()
    assert camille.contact_point("email") == "camille@mail.example"
    assert {row.type: row.client for row in rows} == {
        "identify": camille, "track": camille, "page": camille, "screen": camille, "group": None, "alias": None,
    }  # fmt: skip
    tracked = next(row for row in rows if row.type == "track")
    assert (tracked.name, tracked.properties) == ("Product Viewed", {"sku": "AUR-BAG-1", "price": 2400})
    assert tracked.context["library"]["name"] == "@segment/analytics-node"
    assert all(row.original_timestamp and row.sent_at for row in rows)


def test_five_hundred_events_come_in_batches_of_twenty_and_are_stored_once_each(
    website: Source, live_server: Any
) -> None:
    refusals = Refusals()

    with serving(grudging(refusals, live_server.url)) as host:
        assert run_every_call(host, website, count=494) == []

    assert refusals.asked == [("POST", "/v1/batch", 200)] * 25
    numbers = Interaction.objects.filter(name="Product Clicked").values_list("properties__number", flat=True)
    assert sorted(numbers) == list(range(494))


def test_what_was_refused_for_now_is_sent_again_by_the_library(website: Source, live_server: Any) -> None:
    refusals = Refusals([(503, {}), (429, {"Retry-After": "1"}), (502, {})])

    with serving(grudging(refusals, live_server.url)) as host:
        assert run_every_call(host, website) == []

    assert [status for _, _, status in refusals.asked] == [503, 429, 502, 200]
    assert sorted(Interaction.objects.values_list("type", flat=True)) == sorted(TYPES)


def test_an_answer_that_got_lost_doubles_nothing(website: Source, live_server: Any) -> None:
    refusals = Refusals(loses=1)

    with serving(grudging(refusals, live_server.url)) as host:
        assert run_every_call(host, website) == []

    assert [status for _, _, status in refusals.asked] == [200, 200]
    assert sorted(Interaction.objects.values_list("type", flat=True)) == sorted(TYPES)


def test_a_key_that_sent_too_much_is_served_when_it_comes_again_as_told(
    website: Source, live_server: Any, settings: Any
) -> None:
    settings.INGEST_EVENTS_PER_MINUTE = 8
    refusals = Refusals()

    with time_machine.travel(LAST_SECONDS), serving(grudging(refusals, live_server.url)) as host:
        send(website, *(call(messageId=f"m-{number}") for number in range(5)))
        assert run_every_call(host, website) == []

    assert [status for _, _, status in refusals.asked] == [429, 200]
    assert Interaction.objects.count() == 5 + len(TYPES)
