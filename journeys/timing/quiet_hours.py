"""Quiet hours: no marketing message between 21:00 and 9:00 on the client's own clock.

The question is asked of the instant itself, in each zone where the client may be, so a change of daylight
saving time can neither open the night nor close the day.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY_BEGINS = time(9, 0)
DAY_ENDS = time(21, 0)
# A country may span half the globe; nowhere does it take longer until day has come everywhere.
_LONGEST_SEARCH = timedelta(days=4)


class NeverDayError(ValueError):
    """No instant in the next days is daytime in all these zones at once."""


def is_quiet(instant: datetime, zones: Sequence[ZoneInfo]) -> bool:
    """Whether it is night, at this aware instant, in any of the zones."""
    return not all(_is_day(instant, zone) for zone in zones)


def next_daytime(instant: datetime, zones: Sequence[ZoneInfo]) -> datetime:
    """The first instant, from this one on, at which it is day in every zone (UTC). NeverDayError if none is near."""
    moment = instant.astimezone(UTC)
    while moment < instant + _LONGEST_SEARCH:
        later = max((_next_day_in(moment, zone) for zone in zones), default=moment)
        if later == moment:
            return moment
        moment = later
    raise NeverDayError([zone.key for zone in zones])


def _is_day(instant: datetime, zone: ZoneInfo) -> bool:
    return DAY_BEGINS <= instant.astimezone(zone).time() < DAY_ENDS


def _next_day_in(instant: datetime, zone: ZoneInfo) -> datetime:
    """9:00 of today or of a day after; where that hour does not exist, the first minute of day behind the gap."""
    if _is_day(instant, zone):
        return instant
    today = instant.astimezone(zone).date()
    for days in range(4):
        morning = datetime.combine(today + timedelta(days=days), DAY_BEGINS, zone).astimezone(UTC)
        if morning > instant and _is_day(morning, zone):
            return morning
    raise NeverDayError(zone.key)
