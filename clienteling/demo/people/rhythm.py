"""When somebody buys: personal rhythms as repeat buyers have them, with Decembers of gifts.

The gaps of one person vary little around a mean of their own, and the means vary much between people
(gamma gaps, log-normal means), and at each purchase some stop: the shape of the BG/NBD family
(Fader, Hardie, Lee 2005) with regular rather than exponential gaps.
"""

import math
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

DAYS = 730
STOPS_AFTER_A_PURCHASE = 0.13
# Monday to Sunday: weekends are busier.
WEEKDAYS = (0.7, 0.75, 0.85, 0.95, 1.15, 1.8, 0.9)


@dataclass(frozen=True)
class Rhythm:
    """``buying_days`` and ``gift_days`` in days before today, oldest first; ``rank`` in the house's words."""

    buying_days: list[int]
    gift_days: set[int]
    rank: str


def draw_rhythm(today: date, rng: Random) -> Rhythm:
    """A client's two years: nothing yet (a quarter), one purchase (a third), or a rhythm."""
    part = rng.random()
    if part < 0.26:
        return Rhythm([], set(), "")
    if part < 0.58:
        first = _recent_first(rng)
        days = [_busy_day(today, first, rng)]
        return Rhythm(days, set(), "New" if days[0] <= 90 else "")
    is_important = part > 0.965
    mean_gap = rng.lognormvariate(math.log(42 if is_important else 165), 0.35 if is_important else 0.5)
    days = _regular_days(today, mean_gap, 0.01 if is_important else STOPS_AFTER_A_PURCHASE, rng)
    gifts = _december_gifts(today, days, rng)
    return Rhythm(sorted({*days, *gifts}, reverse=True), set(gifts), "Very important" if is_important else "Regular")


def _recent_first(rng: Random) -> int:
    # A house that grows has somewhat more first purchases lately.
    return int(DAYS * rng.random() ** 1.15)


def _regular_days(today: date, mean_gap: float, stopping: float, rng: Random) -> list[int]:
    day = rng.uniform(DAYS * 0.35, DAYS) if rng.random() < 0.5 else DAYS - rng.uniform(0, mean_gap)
    days = []
    while day > 0:
        days.append(_busy_day(today, int(day), rng))
        if rng.random() < stopping:
            break
        day -= max(4.0, rng.gammavariate(9, mean_gap / 9))
    return sorted(set(days), reverse=True)


def _december_gifts(today: date, days: list[int], rng: Random) -> list[int]:
    """Most who buy at all through a December buy a gift in it, nearer to the feast than to the first."""
    gifts = []
    for year in range(today.year - 2, today.year + 1):
        day = (today - date(year, 12, 3 + int(20 * rng.betavariate(2.6, 1.6)))).days
        is_active = any(abs(day - other) < 240 for other in days)
        if 0 < day < DAYS and is_active and rng.random() < 0.42:
            gifts.append(day)
    return gifts


def _busy_day(today: date, day: int, rng: Random) -> int:
    """The same week, on a day chosen as busy as boutiques are on it; never in the future."""
    shifts = [shift for shift in range(-3, 4) if day + shift >= 0]
    weights = [WEEKDAYS[(today - timedelta(days=day + shift)).weekday()] for shift in shifts]
    return day + rng.choices(shifts, weights)[0]
