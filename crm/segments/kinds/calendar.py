"""Days that come back each year, as the segments understand them.

Who was born on 29 February has her day on 1 March in a year without it (as PostgreSQL counts years: 2000-02-29 is not
yet 25 years before 2025-02-28).
"""

from calendar import isleap
from datetime import date, timedelta


def days_of_year(today: date, days: int) -> list[int]:
    """Month times 100 plus day of whatever is celebrated today or within so many days: 1224 for Christmas Eve."""
    return sorted({each for number in range(days + 1) for each in _celebrated(today + timedelta(days=number))})


def days_gained_and_lost(before: date, today: date, days: int) -> list[int]:
    """Those that are in one of the two windows alone."""
    return sorted(set(days_of_year(before, days)) ^ set(days_of_year(today, days)))


def _celebrated(day: date) -> tuple[int, ...]:
    own = day.month * 100 + day.day
    return (own, 229) if own == 301 and not isleap(day.year) else (own,)
