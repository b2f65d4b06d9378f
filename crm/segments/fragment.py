"""A piece of SQL with its values beside it, never inside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Fragment:
    """``text`` is made of our own words and ``%s``; what people typed is in ``values`` alone."""

    text: str
    values: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Scope:
    """Whom a definition is asked about, and at which moment; ``client_ids`` None: every client of the brand.

    ``zone`` is the brand's: a birthday begins at its midnight.
    """

    brand_id: int
    at: datetime
    client_ids: tuple[int, ...] | None = None
    zone: str = "UTC"

    @property
    def today(self) -> date:
        return self.at.astimezone(ZoneInfo(self.zone)).date()

    def among(self, column: str) -> Fragment:
        """The condition that keeps a query to the clients asked about."""
        if self.client_ids is None:
            return Fragment("")
        return Fragment(f" AND {column} = ANY(%s)", (list(self.client_ids),))

    def since(self, column: str, days: int | None) -> Fragment:
        """The condition of a window of so many days; None: ever."""
        if days is None:
            return Fragment("")
        return Fragment(f" AND {column} > %s", (self.at - timedelta(days=days),))


@dataclass(frozen=True)
class Span:
    """From one look of the clock to the next: after the first moment, up to and with the second."""

    brand_id: int
    after: datetime
    until: datetime
    zone: str = "UTC"

    @property
    def days(self) -> tuple[date, date]:
        """The brand's day at either end."""
        zone = ZoneInfo(self.zone)
        return self.after.astimezone(zone).date(), self.until.astimezone(zone).date()

    def passed(self, column: str, days: int) -> Fragment:
        """The condition on what became ``days`` old within the span."""
        window = timedelta(days=days)
        return Fragment(f" AND {column} > %s AND {column} <= %s", (self.after - window, self.until - window))


def chained(*parts: Fragment) -> Fragment:
    """Pieces one after the other, with their values in the same order."""
    return Fragment("".join(part.text for part in parts), tuple(value for part in parts for value in part.values))


def joined(by: str, fragments: Sequence[Fragment]) -> Fragment:
    """Sets combined by UNION, INTERSECT or EXCEPT, each in its own brackets."""
    text = f" {by} ".join(f"({each.text})" for each in fragments)
    return Fragment(text, tuple(value for each in fragments for value in each.values))
