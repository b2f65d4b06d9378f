from datetime import UTC, datetime, timedelta

import pytest

from crm.ingest.clock import time_call

RECEIVED = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)


def iso(**ago: float) -> str:
    return (RECEIVED - timedelta(**ago)).isoformat()


def test_the_time_is_the_arrival_less_how_long_ago_it_was() -> None:
    timing = time_call(iso(minutes=32), iso(minutes=30), RECEIVED)

    assert timing.timestamp == RECEIVED - timedelta(minutes=2)
    assert (timing.original_timestamp, timing.warning) == (RECEIVED - timedelta(minutes=32), "")


@pytest.mark.parametrize("days", [3650, -3650])
def test_a_clock_ten_years_off_is_corrected_and_flagged(days: int) -> None:
    timing = time_call(iso(days=days, seconds=5), iso(days=days), RECEIVED)

    assert (timing.timestamp, timing.warning) == (RECEIVED - timedelta(seconds=5), "clock_skewed")
    assert timing.original_timestamp == RECEIVED - timedelta(days=days, seconds=5)


def test_without_a_time_of_its_own_a_call_happened_when_it_arrived() -> None:
    assert time_call(None, None, RECEIVED).timestamp == RECEIVED


def test_without_the_time_of_sending_the_senders_own_time_stands() -> None:
    assert time_call(iso(days=400), None, RECEIVED).timestamp == RECEIVED - timedelta(days=400)


def test_a_time_that_has_not_come_yet_becomes_the_arrival() -> None:
    timing = time_call(iso(days=-3650), None, RECEIVED)

    assert (timing.timestamp, timing.warning) == (RECEIVED, "timestamp_in_future")


@pytest.mark.parametrize("text", ["1970-01-01T00:00:00Z", "1980-02-01T00:00:00Z", "0001-01-01T00:00:00Z"])
def test_a_time_before_there_were_shops_on_the_web_becomes_the_arrival(text: str) -> None:
    timing = time_call(text, None, RECEIVED)

    assert (timing.timestamp, timing.warning) == (RECEIVED, "timestamp_too_old")
    assert timing.original_timestamp == datetime.fromisoformat(text)


def test_a_clock_some_seconds_ahead_is_let_be() -> None:
    timing = time_call(iso(seconds=-20), None, RECEIVED)

    assert (timing.timestamp, timing.warning) == (RECEIVED + timedelta(seconds=20), "")


def test_a_sender_that_knows_its_clock_says_both_times() -> None:
    timing = time_call(iso(days=3650), None, RECEIVED, corrected=iso(seconds=3))

    assert timing.timestamp == RECEIVED - timedelta(seconds=3)
    assert timing.original_timestamp == RECEIVED - timedelta(days=3650)


@pytest.mark.parametrize("text", ["yesterday", "2026-13-01", "0001-01-01T00:00:00+14:00"])
def test_a_time_that_cannot_be_read_is_flagged_and_the_call_kept(text: str) -> None:
    timing = time_call(text, None, RECEIVED)

    assert (timing.timestamp, timing.original_timestamp, timing.warning) == (RECEIVED, None, "timestamp_invalid")


def test_a_distance_beyond_the_calendar_is_the_arrival() -> None:
    timing = time_call("0001-01-01T00:00:00Z", "9999-12-31T00:00:00Z", RECEIVED)

    assert (timing.timestamp, timing.warning) == (RECEIVED, "clock_skewed")


@pytest.mark.parametrize("text", ["2026-03-10T15:00:00+01:00", "2026-03-10T14:00:00.000Z", "2026-03-10T14:00:00"])
def test_the_usual_writings_of_a_time_are_read(text: str) -> None:
    assert time_call(text, None, RECEIVED).timestamp == RECEIVED
