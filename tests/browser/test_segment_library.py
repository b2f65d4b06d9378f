"""``@segment/analytics-next`` in Chromium, on a website of another origin, unchanged but for the host."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from crm.models import Client, Interaction, Source
from tests.libraries.conftest import packages, website
from tests.libraries.servers import Refusals, grudging, serving
from tests.libraries.servers import website as website_of

__all__ = ["packages", "website"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("libraries"),
]
BUNDLE = Path("@segment") / "analytics-next" / "dist" / "umd"
PAGE = b"""<!doctype html><html lang="en"><head><title>Gifts</title><link rel="icon" href="data:,">
<script src="/library/index.js"></script></head><body><h1>Gifts</h1></body></html>"""
LOAD = """([writeKey, host, cdnURL, options]) => {
  const segment = {apiHost: host + '/v1', protocol: 'http', ...options}
  window.analytics = AnalyticsNext.AnalyticsBrowser.load(
    {writeKey, cdnURL, cdnSettings: {integrations: {'Segment.io': {apiKey: writeKey}}}},
    {integrations: {'Segment.io': segment}},
  )
}"""
EVERY_CALL = """async () => {
  const {analytics} = window
  await analytics.identify('42', {email: 'camille@mail.example', plan: 'gold'})
  await analytics.track('Product Viewed', {sku: 'AUR-BAG-1', price: 2400})
  await analytics.page('Shop', 'Gifts')
  await analytics.screen('Shop', 'Home')
  await analytics.group('group-1', {tier: 'vip'})
  await analytics.alias('42', 'visitor-0')
  return (await analytics.user()).anonymousId()
}"""
SHORT_FORMS = {
    "identify": "/v1/i",
    "track": "/v1/t",
    "page": "/v1/p",
    "screen": "/v1/s",
    "group": "/v1/g",
    "alias": "/v1/a",
}


def open_page(page: Page, address: str) -> None:
    """With the library on it. A browser drops what is under way when this machine's network changes: then again."""
    failed: list[str] = []
    page.on("requestfailed", lambda asked: failed.append(f"{asked.url}: {asked.failure}"))
    for _ in range(3):
        page.goto(address)
        if page.evaluate("'AnalyticsNext' in window"):
            return
    raise AssertionError(f"the page has no library; failed: {failed}")


@contextmanager
def opened(page: Page, packages: Path, source: Source, host: str, **options: Any) -> Iterator[list[str]]:
    """The page of the website with the library on it, which speaks to this host. Yields what was asked elsewhere."""
    files = {
        f"/library/{file.name}": ("text/javascript", file.read_bytes()) for file in (packages / BUNDLE).glob("*.js")
    }
    elsewhere: list[str] = []
    with serving(website_of({"/gifts": ("text/html; charset=utf-8", PAGE), **files})) as site:
        source.allowed_origins = [site]
        source.save(update_fields=["allowed_origins"])
        page.on("request", lambda asked: None if asked.url.startswith((site, host)) else elsewhere.append(asked.url))
        open_page(page, f"{site}/gifts")
        page.evaluate(LOAD, [source.write_key, host.removeprefix("http://"), site, options])
        yield elsewhere


def wait_for_rows(page: Page, count: int, *, seconds: int = 20) -> None:
    for _ in range(seconds * 20):
        if Interaction.objects.count() >= count:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{Interaction.objects.count()} of {count} were stored within {seconds} s")


def test_every_call_of_the_library_arrives(page: Page, packages: Path, website: Source, live_server: Any) -> None:
    refusals = Refusals()

    with serving(grudging(refusals, live_server.url)) as host, opened(page, packages, website, host) as elsewhere:
        anonymous_id = page.evaluate(EVERY_CALL)
        wait_for_rows(page, 6)

    rows = list(Interaction.objects.order_by("timestamp", "id"))
    assert [row.type for row in rows] == list(SHORT_FORMS)
    assert [path for method, path, status in refusals.asked if method == "POST"] == list(SHORT_FORMS.values())
    camille = Client.objects.get()
    assert {row.client for row in rows} == {camille}
    assert {row.anonymous_id for row in rows[:4]} == {anonymous_id}
    assert camille.contact_point("email") == "camille@mail.example"
    assert rows[1].properties == {"sku": "AUR-BAG-1", "price": 2400}
    assert (rows[2].name, rows[2].context["page"]["title"]) == ("Gifts", "Gifts")
    assert elsewhere == []


def test_batches_of_the_library_arrive(page: Page, packages: Path, website: Source, live_server: Any) -> None:
    refusals = Refusals()
    batching = {"deliveryStrategy": {"strategy": "batching", "config": {"size": 10, "timeout": 500}}}

    with serving(grudging(refusals, live_server.url)) as host, opened(page, packages, website, host, **batching):
        page.evaluate("async () => { for (let n = 0; n < 25; n++) await analytics.track('Product Clicked', {n}) }")
        wait_for_rows(page, 25)

    assert [asked for asked in refusals.asked if asked[0] == "POST"] == [("POST", "/v1/b", 200)] * 3
    assert sorted(Interaction.objects.values_list("properties__n", flat=True)) == list(range(25))


def test_what_was_refused_for_now_is_sent_again_by_the_library(
    page: Page, packages: Path, website: Source, live_server: Any
) -> None:
    readable = {"Access-Control-Expose-Headers": "Retry-After"}
    refusals = Refusals([(503, readable), (429, {**readable, "Retry-After": "1"})])

    with serving(grudging(refusals, live_server.url)) as host, opened(page, packages, website, host):
        page.evaluate("async () => { await analytics.track('Product Viewed', {sku: 'AUR-BAG-1'}) }")
        wait_for_rows(page, 1)

    assert [status for method, _, status in refusals.asked if method == "POST"] == [503, 429, 200]
    assert Interaction.objects.count() == 1


def test_a_page_that_closes_on_the_library_sends_later_what_it_could_not(
    page: Page, packages: Path, website: Source, live_server: Any
) -> None:
    refusals = Refusals([(503, {})] * 3)

    with serving(grudging(refusals, live_server.url)) as host, opened(page, packages, website, host):
        page.evaluate("async () => { await analytics.track('Product Viewed', {sku: 'AUR-BAG-1'}) }")
        refusals.answers.clear()
        page.reload()
        page.evaluate(LOAD, [website.write_key, host.removeprefix("http://"), page.url.removesuffix("/gifts"), {}])
        wait_for_rows(page, 1)

    assert Interaction.objects.get().properties == {"sku": "AUR-BAG-1"}
