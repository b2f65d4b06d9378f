"""What comes in, as headquarters sees it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from crm.actions.source_figures import add_up_arrivals, forget_old_figures, note_told
from crm.ingest.heartbeat import EVERY, note_arrival
from crm.models import Brand, RejectedCall, RejectedEvent, Source, SourceTally, User
from crm.queries.sources import Reject, SourceActivity, source_activity
from tests.crm.ingest.ecommerce.test_at_once import at_once
from tests.factories import make_brand, make_interaction, make_source, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)


def activity() -> dict[str, SourceActivity]:
    return {each.source.code: each for each in source_activity(Source.objects.all(), now=NOW)}


def test_it_sums_by_the_hour_what_was_added_up(source: Source, django_assert_num_queries: Any) -> None:
    for minutes in (0, 59, 60, 60 * 23, 60 * 24, 60 * 47, 60 * 48):
        make_interaction(source, at=NOW - timedelta(minutes=minutes))
    add_up_arrivals()

    with django_assert_num_queries(5):
        seen = activity()["aurelle-web"]

    assert (seen.hour, seen.day, len(seen.hours), seen.hours[0]) == (1, 4, 48, 1)


def test_nothing_is_added_up_twice(source: Source) -> None:
    make_interaction(source, at=NOW)

    assert (add_up_arrivals(), add_up_arrivals(), activity()["aurelle-web"].hour) == (1, 0, 1)


def test_two_workers_add_up_everything_once(transactional_db: None) -> None:
    source = make_source(make_brand("AURELLE"))
    for minutes in range(30):
        make_interaction(source, at=NOW - timedelta(minutes=minutes))

    at_once(add_up_arrivals, add_up_arrivals, add_up_arrivals)
    add_up_arrivals()

    assert (sum(activity()["aurelle-web"].hours), SourceTally.objects.count()) == (30, 0)


def test_a_till_that_tells_by_the_interface_is_heard(source: Source, brand: Brand) -> None:
    moments = [NOW, NOW + timedelta(seconds=30), NOW + timedelta(seconds=90)]

    heard = []
    for moment in moments:
        assert note_told(brand, "aurelle-web", 2, at=moment) is True
        source.refresh_from_db()
        heard.append(source.last_seen_at)
    add_up_arrivals()

    assert heard == [moments[0], moments[0], moments[2]]
    assert activity()["aurelle-web"].hour == 6
    assert note_told(brand, "nobodys-till", 1, at=NOW) is False


def test_a_source_that_an_import_wrote_was_heard_in_its_last_hour(source: Source) -> None:
    make_interaction(source, at=NOW - timedelta(hours=3))
    add_up_arrivals()

    assert activity()["aurelle-web"].last_seen == NOW - timedelta(hours=3)


def test_what_is_old_is_forgotten(source: Source) -> None:
    event = {"source": source, "name": "Order Completed", "code": "negative_price", "timestamp": NOW}
    for days in (89, 91):
        RejectedEvent.objects.create(**event, message_id=f"m-{days}", rejected_at=NOW - timedelta(days=days))

    forget_old_figures(NOW)

    assert list(RejectedEvent.objects.values_list("message_id", flat=True)) == ["m-89"]


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


def reject(source: Source, number: int, code: str = "negative_price", detail: str = "") -> None:
    RejectedEvent.objects.create(
        source=source, message_id=f"m-{number}", name="Order Completed", code=code, detail=detail, timestamp=NOW,
        rejected_at=timezone.now(),
    )  # fmt: skip


def test_events_left_unused_are_told_by_reason_and_paged(browser: Browser, source: Source, hana: User) -> None:
    for number in range(51):
        reject(source, number)
    reject(source, 51, "unknown_currency")
    browser.force_login(hana)
    address = "/data-quality/sources/aurelle-web/"

    everything = browser.get(address).context
    of_one = browser.get(address, {"reason": "negative_price"}).context
    older = browser.get(address, {"reason": "negative_price", "before": of_one["older"]}).context

    assert [(each.code, each.count) for each in everything["activity"].unused] == [
        ("negative_price", 51), ("unknown_currency", 1),
    ]  # fmt: skip
    assert [each.message_id for each in everything["unused"]][:2] == ["m-51", "m-50"]
    assert ([each.message_id for each in older["unused"]], older["older"]) == (["m-0"], None)


def test_the_file_of_unused_events_holds_no_formula(browser: Browser, source: Source, hana: User) -> None:
    reject(source, 1, detail="=1+1")
    browser.force_login(hana)

    answer = browser.get("/data-quality/sources/aurelle-web/unused.csv")

    lines = answer.content.decode().splitlines()
    assert lines == [
        "happened_at,event,code,detail,message_id",
        "2026-03-10T14:00:00+00:00,Order Completed,negative_price,'=1+1,m-1",
    ]


def test_headquarters_of_a_brand_see_its_sources_only(
    browser: Browser, source: Source, other_brand: Brand, hana: User
) -> None:
    make_source(other_brand, "sorane-web")
    RejectedCall.objects.create(source=None, code="write_key_unknown", day=timezone.now().date())

    of_the_brand = seen_by(browser, make_user("Helen", "hq", brand=other_brand))
    of_the_group = seen_by(browser, hana)

    assert of_the_brand == (["sorane-web"], [])
    assert of_the_group == (["aurelle-web", "sorane-web"], ["write_key_unknown"])


def test_headquarters_of_a_country_see_what_serves_it(browser: Browser, source: Source, brand: Brand) -> None:
    make_source(brand, "milano-till", country="IT")
    make_source(brand, "paris-till", country="FR")
    RejectedCall.objects.create(source=None, code="write_key_unknown", day=timezone.now().date())

    of_the_brand = seen_by(browser, make_user("Ida", "hq", brand=brand, country="IT"))
    refused = browser.get("/data-quality/sources/paris-till/")
    of_the_group = seen_by(browser, make_user("Ilse", "hq", country="FR"))

    assert of_the_brand == (["aurelle-web", "milano-till"], [])
    assert refused.status_code == 404
    assert of_the_group == (["aurelle-web", "paris-till"], [])


def seen_by(browser: Browser, user: User) -> tuple[list[str], list[str]]:
    """The sources on the page, and the reasons of refusals that are nobody's."""
    browser.force_login(user)
    context = browser.get("/data-quality/sources/").context
    return [each.source.code for each, _ in context["found"]], [each.code for each in context["nobodys"]]


@pytest.fixture
def browser() -> Browser:
    return Browser()


def test_events_whose_month_has_no_table_yet_are_shown_to_the_group(
    browser: Browser, source: Source, hana: User
) -> None:
    make_interaction(source, at=datetime(2019, 5, 1, tzinfo=UTC))
    browser.force_login(hana)

    context = browser.get("/data-quality/sources/").context

    assert context["strays"] == [(date(2019, 5, 1), 1)]
