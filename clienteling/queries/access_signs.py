"""What stands out is told as a sign: a rule, a person, a day, and the figures in words."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.db import connection

# Of each sign: more than anybody asks about in a day.
MOST = 50


@dataclass(frozen=True)
class Sign:
    """``code``: many_profiles, at_night, same_name, protected. ``words`` say what was counted, with the figures.

    ``client_id`` where it is about one client; ``day`` is that of UTC.
    """

    code: str
    user_id: int
    email: str
    name: str
    day: date
    words: str
    client_id: int | None = None

    @property
    def key(self) -> str:
        """The same for the same person, sign, day and client."""
        return f"{self.code}:{self.user_id}:{self.day.isoformat()}:{self.client_id or ''}"

    @property
    def at(self) -> datetime:
        return datetime.combine(self.day, time.min, UTC)


def rows_of(statement: str, asked: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return list(cursor.fetchall())


def sign_of(code: str, row: Sequence[Any], words: str, client_id: int | None = None) -> Sign:
    """Every row begins with the person and the day."""
    user, email, first, last, day = row[:5]
    return Sign(code, user, email, f"{first} {last}", day, words, client_id)


def strongest(signs: Iterable[Sign]) -> Iterator[Sign]:
    """The first ``MOST`` of each day. By day, since else the strongest of a week would hide what is new."""
    seen: Counter[date] = Counter()
    for sign in signs:
        seen[sign.day] += 1
        if seen[sign.day] <= MOST:
            yield sign


def s(count: int) -> str:
    return "" if count == 1 else "s"
