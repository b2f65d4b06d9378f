"""Reasons to get in touch, from the dates of a client's purchases. Pure: facts in, one reason out, or silence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from clienteling.queries.words import days_in_words

KEY_DATE_DAYS = 14
# A first purchase is thanked once it is worn and not yet forgotten, best at three weeks.
THANK_AFTER, BEST_TO_THANK, THANK_BEFORE = 7, 21, 60
MIN_PURCHASES = 3
MIN_RHYTHM_DAYS = 14
DUE_FROM, DUE_UNTIL, LAPSED_AFTER = 0.9, 1.25, 2.5


@dataclass(frozen=True)
class Reason:
    """``kind``: key_date, due, first_purchase, lapsing. ``line``: one line of fact. ``weight``: among reasons of
    one kind the larger comes first, which is mostly the client who bought more often."""

    kind: str
    line: str
    weight: float


@dataclass(frozen=True)
class ClientDates:
    """What a reason is drawn from. ``bought`` holds one date for each day with a purchase, oldest first."""

    bought: Sequence[date]
    last_contact: date | None
    birth_date: date | None
    key_dates: Sequence[dict[str, str]]


def usual_days(bought: Sequence[date]) -> int | None:
    """The median of the days between purchases; None below three purchases or for a rhythm under two weeks."""
    if len(bought) < MIN_PURCHASES:
        return None
    between = median((later - earlier).days for earlier, later in zip(bought, bought[1:], strict=False))
    return round(between) if between >= MIN_RHYTHM_DAYS else None


def reason_for(dates: ClientDates, today: date) -> Reason | None:
    """The one best reason: a date that will not wait, then a usual return, a first thank-you, a return overdue."""
    found = _key_date_reason(dates, today) or _rhythm_reason(dates, today) or _first_purchase_reason(dates, today)
    return None if found is None or _was_contacted_lately(dates, today) else found


def _was_contacted_lately(dates: ClientDates, today: date) -> bool:
    """Two weeks of peace after any word from us."""
    return dates.last_contact is not None and (today - dates.last_contact).days < 14


def _key_date_reason(dates: ClientDates, today: date) -> Reason | None:
    coming = sorted(_coming_dates(dates, today))
    # Wishes from a house where one never bought are not warm, they are mail.
    if not coming or not dates.bought:
        return None
    days, name = coming[0]
    since = days_in_words((today - dates.bought[-1]).days)
    last = f"bought {since}" if since in ("today", "yesterday") else f"last bought {since} ago"
    return Reason("key_date", f"{name} {_in_days(days)}; {last}.", len(dates.bought) - days)


def _coming_dates(dates: ClientDates, today: date) -> list[tuple[int, str]]:
    named = [(str(entry.get("name", "Key date")), str(entry.get("date", ""))) for entry in dates.key_dates]
    if dates.birth_date:
        named.append(("Birthday", f"{dates.birth_date:%m-%d}"))
    within = ((days_until(month_day, today), name) for name, month_day in named)
    return [(days, name) for days, name in within if days is not None and days <= KEY_DATE_DAYS]


def days_until(month_day: str, today: date) -> int | None:
    """Days to the next ``MM-DD``, 0 today; None for what is no date. The 29th of February is kept on the 28th."""
    try:
        month, day = (int(part) for part in month_day.split("-"))
        for year in (today.year, today.year + 1):
            coming = _in_year(year, month, day)
            if coming >= today:
                return (coming - today).days
    except ValueError:
        return None
    return None


def _in_year(year: int, month: int, day: int) -> date:
    if (month, day) == (2, 29) and not (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)):
        return date(year, 2, 28)
    return date(year, month, day)


def _in_days(days: int) -> str:
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")


def _rhythm_reason(dates: ClientDates, today: date) -> Reason | None:
    usual = usual_days(dates.bought)
    if usual is None:
        return None
    since = (today - dates.bought[-1]).days
    share = since / usual
    if DUE_FROM <= share <= DUE_UNTIL:
        return Reason(
            "due", f"Usually comes every {usual} days; it has been {since}.", len(dates.bought) - abs(share - 1) * 50
        )
    if DUE_UNTIL < share <= LAPSED_AFTER:
        return Reason(
            "lapsing", f"Usually comes every {usual} days; we have not met for {since}.", len(dates.bought) - share
        )
    return None


def _first_purchase_reason(dates: ClientDates, today: date) -> Reason | None:
    if len(dates.bought) != 1:
        return None
    since = (today - dates.bought[0]).days
    has_heard = dates.last_contact is not None and dates.last_contact >= dates.bought[0]
    if has_heard or not THANK_AFTER <= since <= THANK_BEFORE:
        return None
    return Reason(
        "first_purchase", f"First purchase {since} days ago, no word from us since.", -abs(since - BEST_TO_THANK)
    )
