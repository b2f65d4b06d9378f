"""A client before and after being written."""

from dataclasses import dataclass, field
from datetime import date, datetime

from clienteling.demo.people.names import Name


@dataclass
class Person:
    """One invented client.

    ``homes`` is brand code to boutique code. ``buying_days`` are days before today on which something is
    bought, oldest first; ``gift_days`` those of them on which it is a gift; ``wanted`` names for some of them
    what ends the code of the piece, such as ``tote-cassis``. ``advisor_code`` marks the cast: whose book they are
    in. ``id`` is set when written.
    """

    uid: str
    name: Name
    homes: dict[str, str]
    language: str
    country: str
    city: str
    timezone: str
    since: datetime
    email: str = ""
    phone: str = ""
    loyalty: str = ""
    anonymous_id: str = ""
    birth_date: date | None = None
    rank: str = ""
    favourite_category: str = ""
    favourite_colour: str = ""
    tastes: dict[str, str] = field(default_factory=dict)
    key_dates: list[dict[str, str]] = field(default_factory=list)
    buying_days: list[int] = field(default_factory=list)
    gift_days: set[int] = field(default_factory=set)
    advisor_code: str = ""
    wanted: dict[int, str] = field(default_factory=dict)
    id: int = 0
    advisors: dict[str, int] = field(default_factory=dict)

    @property
    def is_online(self) -> bool:
        return all(home.endswith("-online") for home in self.homes.values())
