"""What comes in, as headquarters sees it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from crm.ingest.heartbeat import EVERY, note_arrival
from crm.models import Brand, RejectedCall, Source, User
from crm.queries.sources import Reject, SourceActivity, source_activity
from tests.factories import make_interaction, make_source, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)


def activity() -> dict[str, SourceActivity]:
    return {each.source.code: each for each in source_activity(Source.objects.all(), now=NOW)}


def test_it_counts_the_last_hour_and_the_last_day(source: Source, django_assert_num_queries: Any) -> None:
    for minutes in (10, 50, 70, 60 * 23, 60 * 25):
        make_interaction(source, at=NOW - timedelta(minutes=minutes))

    with django_assert_num_queries(3):
        seen = activity()["aurelle-web"]

    assert (seen.hour, seen.day, seen.last_seen) == (2, 4, NOW - timedelta(minutes=10))


@pytest.mark.parametrize(("minutes", "is_stale"), [(59, False), (61, True)])
def test_a_source_that_is_silent_longer_than_its_interval_is_stale(
    source: Source, minutes: int, is_stale: bool
) -> None:
    Source.objects.update(expected_every=60, last_seen_at=NOW - timedelta(minutes=minutes))

    assert activity()["aurelle-web"].is_stale is is_stale


def test_a_source_that_was_never_heard_is_not_stale(source: Source) -> None:
    seen = activity()["aurelle-web"]

    assert (seen.last_seen, seen.is_stale) == (None, False)


def test_the_stale_come_first(source: Source, brand: Brand) -> None:
    make_source(brand, "zz-till")
    Source.objects.filter(code="zz-till").update(last_seen_at=NOW - timedelta(days=3))

    assert list(activity()) == ["zz-till", "aurelle-web"]


def test_refusals_of_seven_days_are_told_by_reason(source: Source) -> None:
    for days, code, count in ((0, "id_missing", 2), (6, "id_missing", 3), (6, "event_invalid", 9), (7, "old", 50)):
        day = (NOW - timedelta(days=days)).date()
        RejectedCall.objects.create(source=source, code=code, detail="Why.", count=count, day=day)

    seen = activity()["aurelle-web"]

    assert seen.rejects == [Reject("event_invalid", "Why.", 9), Reject("id_missing", "Why.", 5)]
    assert seen.rejected == 14


def test_that_a_source_was_heard_is_written_once_a_minute(source: Source, django_assert_num_queries: Any) -> None:
    note_arrival(source, NOW)
    with django_assert_num_queries(0):
        note_arrival(source, NOW + EVERY / 2)
    note_arrival(source, NOW + EVERY)

    source.refresh_from_db()
    assert source.last_seen_at == NOW + EVERY


def test_headquarters_of_a_brand_see_its_sources_only(
    browser: Browser, source: Source, other_brand: Brand, hana: User
) -> None:
    make_source(other_brand, "sorane-web")
    RejectedCall.objects.create(source=None, code="write_key_unknown", day=timezone.now().date())

    browser.force_login(make_user("Helen", "hq", brand=other_brand))
    of_the_brand = browser.get("/data-quality/sources/").context
    browser.force_login(hana)
    of_the_group = browser.get("/data-quality/sources/").context

    assert [each.source.code for each in of_the_brand["found"]] == ["sorane-web"]
    assert of_the_brand["nobodys"] == []
    assert [each.source.code for each in of_the_group["found"]] == ["aurelle-web", "sorane-web"]
    assert [each.code for each in of_the_group["nobodys"]] == ["write_key_unknown"]


@pytest.fixture
def browser() -> Browser:
    return Browser()
