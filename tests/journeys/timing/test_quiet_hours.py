"""No message at a forbidden local instant, in any zone, on any day."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from journeys.timing.quiet_hours import is_quiet, next_daytime
from journeys.timing.zones import zones_by_country, zones_for

PARIS = ZoneInfo("Europe/Paris")
instants = st.datetimes(datetime(2005, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
all_zones = st.sampled_from(sorted(available_timezones() - {"localtime", "Factory"})).map(ZoneInfo)


@given(instants, all_zones)
# The day that Samoa skipped; Lord Howe's half-hour change; Paris in the night of each change.
@example(datetime(2011, 12, 30, 9, 30, tzinfo=UTC), ZoneInfo("Pacific/Apia"))
@example(datetime(2026, 4, 4, 12, 0, tzinfo=UTC), ZoneInfo("Australia/Lord_Howe"))
@example(datetime(2026, 3, 28, 23, 0, tzinfo=UTC), PARIS)
@example(datetime(2026, 10, 24, 23, 0, tzinfo=UTC), PARIS)
def test_the_next_daytime_is_day_on_the_clients_clock(instant: datetime, zone: ZoneInfo) -> None:
    moment = next_daytime(instant, [zone])

    assert time(9) <= moment.astimezone(zone).time() < time(21)
    assert instant <= moment <= instant + timedelta(hours=38)


@given(instants, all_zones)
def test_no_day_is_passed_over(instant: datetime, zone: ZoneInfo) -> None:
    moment = next_daytime(instant, [zone])

    halves = int((moment - instant) / timedelta(minutes=30))
    assert all(is_quiet(instant + timedelta(minutes=30) * step, [zone]) for step in range(halves))


@given(instants, st.sampled_from(sorted(zones_by_country())))
def test_where_only_the_country_is_known_it_is_day_in_all_of_it(instant: datetime, country: str) -> None:
    zones = zones_for(timezone="", country=country, brand_timezone="Europe/Paris")

    moment = next_daytime(instant, zones)

    assert not any(is_quiet(moment, [zone]) for zone in zones)


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ((2026, 3, 10, 9, 0), (2026, 3, 10, 9, 0)),
        ((2026, 3, 10, 20, 59), (2026, 3, 10, 20, 59)),
        ((2026, 3, 10, 21, 0), (2026, 3, 11, 9, 0)),
        ((2026, 3, 10, 8, 59), (2026, 3, 10, 9, 0)),
        ((2026, 3, 28, 22, 0), (2026, 3, 29, 9, 0)),
        ((2026, 10, 25, 2, 30), (2026, 10, 25, 9, 0)),
    ],
)
def test_night_in_paris_ends_at_nine(local: tuple[int, ...], expected: tuple[int, ...]) -> None:
    moment = next_daytime(datetime(*local, tzinfo=PARIS), [PARIS])  # type: ignore[misc,arg-type]

    assert moment == datetime(*expected, tzinfo=PARIS)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("timezone", "country", "expected"),
    [
        ("Asia/Tokyo", "FR", ["Asia/Tokyo"]),
        ("", "IT", ["Europe/Rome"]),
        ("Nowhere/Land", "it", ["Europe/Rome"]),
        ("../etc/passwd", "", ["Europe/Paris"]),
        ("", "ZZ", ["Europe/Paris"]),
    ],
)
def test_the_clock_is_the_clients_then_the_countrys_then_the_brands(
    timezone: str, country: str, expected: list[str]
) -> None:
    zones = zones_for(timezone=timezone, country=country, brand_timezone="Europe/Paris")

    assert [zone.key for zone in zones] == expected
