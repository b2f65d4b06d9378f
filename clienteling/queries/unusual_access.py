"""What stands out in the access log: reasons to ask, never proof of anything.

Four signs, each with its rule in words: far more clients in a day than this person is used to; looks in the night of
the boutique; looks at clients who bear the same family name; several protected clients in a day, who are not one's own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.db import connection

# Below so many clients a day nobody is asked anything.
FEWEST = 40
TIMES_USUAL = 4
# So many protected clients in a day are more than a visit with its company.
MANY_PROTECTED = 3
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


_MANY = """
WITH days AS (
    SELECT user_id, (at AT TIME ZONE 'UTC')::date AS day, count(DISTINCT client_id) AS clients
    FROM consent_accessentry
    WHERE at >= %(since)s AND at < %(until)s AND user_id = ANY(%(staff)s) AND client_id IS NOT NULL
    GROUP BY 1, 2),
usual AS (
    SELECT user_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY clients) AS median FROM days GROUP BY 1)
SELECT person.id, person.email, person.first_name, person.last_name, days.day, days.clients, usual.median
FROM days JOIN usual USING (user_id) JOIN crm_user AS person ON person.id = days.user_id
WHERE days.clients >= %(fewest)s AND days.clients > %(times)s * usual.median
ORDER BY days.clients DESC LIMIT %(most)s
"""
_AT_NIGHT = """
SELECT person.id, person.email, person.first_name, person.last_name, (entry.at AT TIME ZONE 'UTC')::date,
    count(*), count(DISTINCT entry.client_id)
FROM consent_accessentry AS entry
JOIN crm_user AS person ON person.id = entry.user_id
JOIN LATERAL (
    SELECT boutique.timezone FROM crm_membership AS member
    JOIN crm_boutique AS boutique ON boutique.id = member.boutique_id
    WHERE member.user_id = person.id ORDER BY member.id LIMIT 1) AS place ON true
WHERE entry.user_id = ANY(%(staff)s) AND entry.at >= %(since)s AND entry.at < %(until)s AND entry.client_id IS NOT NULL
  AND (extract(hour FROM entry.at AT TIME ZONE place.timezone) >= 22
       OR extract(hour FROM entry.at AT TIME ZONE place.timezone) < 6)
GROUP BY 1, 2, 3, 4, 5 ORDER BY 6 DESC LIMIT %(most)s
"""
_SAME_NAME = """
SELECT person.id, person.email, person.first_name, person.last_name, (entry.at AT TIME ZONE 'UTC')::date,
    client.uid, client.id, count(*)
FROM consent_accessentry AS entry
JOIN crm_user AS person ON person.id = entry.user_id
JOIN crm_client AS client ON client.id = entry.client_id
WHERE entry.user_id = ANY(%(staff)s) AND entry.at >= %(since)s AND entry.at < %(until)s
  AND person.last_name <> '' AND lower(client.family_name) = lower(person.last_name)
GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 8 DESC LIMIT %(most)s
"""
# Of looks made while the client was protected; nobody's own clients, and not the officer's own work.
_PROTECTED = """
SELECT person.id, person.email, person.first_name, person.last_name, (entry.at AT TIME ZONE 'UTC')::date,
    count(*), count(DISTINCT entry.client_id)
FROM consent_accessentry AS entry
JOIN crm_user AS person ON person.id = entry.user_id
WHERE entry.user_id = ANY(%(staff)s) AND entry.at >= %(since)s AND entry.at < %(until)s
  AND entry.action <> 'changed' AND entry.why <> 'evidence' AND EXISTS (
    SELECT FROM consent_protection AS kept
    WHERE kept.client_id = entry.client_id AND kept.marked_at <= entry.at
      AND (kept.lifted_at IS NULL OR kept.lifted_at > entry.at))
  AND NOT EXISTS (
    SELECT FROM crm_relationship AS own WHERE own.client_id = entry.client_id AND own.advisor_id = entry.user_id)
GROUP BY 1, 2, 3, 4, 5 HAVING count(DISTINCT entry.client_id) >= %(many_protected)s
ORDER BY 7 DESC LIMIT %(most)s
"""


def unusual_access(staff: Sequence[int], *, since: datetime, until: datetime) -> list[Sign]:
    """What stands out between two moments in what these users did, at most ``MOST`` of each sign. Four statements."""
    asked = {
        "staff": list(staff), "since": since, "until": until, "fewest": FEWEST, "times": TIMES_USUAL,
        "many_protected": MANY_PROTECTED, "most": MOST,
    }  # fmt: skip
    found: list[tuple[str, str, Callable[[date, Sequence[Any]], str]]] = [
        ("protected", _PROTECTED, _protected), ("many_profiles", _MANY, _many), ("at_night", _AT_NIGHT, _at_night),
    ]  # fmt: skip
    signs = [_sign(code, row, words(row[4], row[5:])) for code, text, words in found for row in _rows(text, asked)]
    return signs + [_same_name(row) for row in _rows(_SAME_NAME, asked)]


def _sign(code: str, row: Sequence[Any], words: str, client_id: int | None = None) -> Sign:
    """Every row begins with the person and the day."""
    user, email, first, last, day = row[:5]
    return Sign(code, user, email, f"{first} {last}", day, words, client_id)


def _protected(day: date, figures: Sequence[Any]) -> str:
    looks, clients = figures
    return f"{clients} protected clients on {day.day} {day:%B}, {looks} looks, none their own."


def _many(day: date, figures: Sequence[Any]) -> str:
    clients, median = figures
    return f"{clients} clients on {day.day} {day:%B}, usually {median:.0f} a day."


def _at_night(day: date, figures: Sequence[Any]) -> str:
    looks, clients = figures
    return f"{looks} look{_s(looks)} at {clients} client{_s(clients)} between 22:00 and 6:00."


def _same_name(row: Sequence[Any]) -> Sign:
    uid, client, looks = row[5:]
    return _sign("same_name", row, f"{looks} look{_s(looks)} at {uid}, of the same family name.", client)


def _s(count: int) -> str:
    return "" if count == 1 else "s"


def _rows(statement: str, asked: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return list(cursor.fetchall())
