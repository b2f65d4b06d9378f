"""What stands out in the access log: reasons to ask, never proof of anything.

Three signs, each with its rule in words: far more clients in a day than this person is used to; looks in the night of
the boutique; looks at clients who bear the same family name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

# Below so many clients a day nobody is asked anything.
FEWEST = 40
TIMES_USUAL = 4
MOST = 50


@dataclass(frozen=True)
class Sign:
    """``code``: many_profiles, at_night, same_name. ``words`` say what was counted, with the figures."""

    code: str
    email: str
    name: str
    words: str


_MANY = """
WITH days AS (
    SELECT user_id, (at AT TIME ZONE 'UTC')::date AS day, count(DISTINCT client_id) AS clients
    FROM consent_accessentry
    WHERE at >= %(since)s AND at < %(until)s AND user_id = ANY(%(staff)s) AND client_id IS NOT NULL
    GROUP BY 1, 2),
usual AS (
    SELECT user_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY clients) AS median FROM days GROUP BY 1)
SELECT person.email, person.first_name, person.last_name, days.day, days.clients, usual.median
FROM days JOIN usual USING (user_id) JOIN crm_user AS person ON person.id = days.user_id
WHERE days.clients >= %(fewest)s AND days.clients > %(times)s * usual.median
ORDER BY days.clients DESC LIMIT %(most)s
"""
_AT_NIGHT = """
SELECT person.email, person.first_name, person.last_name, count(*), count(DISTINCT entry.client_id)
FROM consent_accessentry AS entry
JOIN crm_user AS person ON person.id = entry.user_id
JOIN LATERAL (
    SELECT boutique.timezone FROM crm_membership AS member
    JOIN crm_boutique AS boutique ON boutique.id = member.boutique_id
    WHERE member.user_id = person.id ORDER BY member.id LIMIT 1) AS place ON true
WHERE entry.user_id = ANY(%(staff)s) AND entry.at >= %(since)s AND entry.at < %(until)s AND entry.client_id IS NOT NULL
  AND (extract(hour FROM entry.at AT TIME ZONE place.timezone) >= 22
       OR extract(hour FROM entry.at AT TIME ZONE place.timezone) < 6)
GROUP BY 1, 2, 3 ORDER BY 4 DESC LIMIT %(most)s
"""
_SAME_NAME = """
SELECT person.email, person.first_name, person.last_name, client.uid, count(*)
FROM consent_accessentry AS entry
JOIN crm_user AS person ON person.id = entry.user_id
JOIN crm_client AS client ON client.id = entry.client_id
WHERE entry.user_id = ANY(%(staff)s) AND entry.at >= %(since)s AND entry.at < %(until)s
  AND person.last_name <> '' AND lower(client.family_name) = lower(person.last_name)
GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC LIMIT %(most)s
"""


def unusual_access(staff: Sequence[int], *, since: datetime, until: datetime) -> list[Sign]:
    """What stands out between two moments in what these users did, at most ``MOST`` of each sign. Three statements."""
    asked = {"staff": list(staff), "since": since, "until": until}
    return [
        *(_many(row) for row in _rows(_MANY, {**asked, "fewest": FEWEST, "times": TIMES_USUAL})),
        *(_at_night(*row) for row in _rows(_AT_NIGHT, asked)),
        *(_same_name(*row) for row in _rows(_SAME_NAME, asked)),
    ]


def _many(row: tuple[str, str, str, date, int, float]) -> Sign:
    email, first, last, day, clients, median = row
    words = f"{clients} clients on {day.day} {day:%B}, usually {median:.0f} a day."
    return Sign("many_profiles", email, f"{first} {last}", words)


def _at_night(email: str, first: str, last: str, looks: int, clients: int) -> Sign:
    words = f"{looks} look{_s(looks)} at {clients} client{_s(clients)} between 22:00 and 6:00."
    return Sign("at_night", email, f"{first} {last}", words)


def _same_name(email: str, first: str, last: str, uid: str, looks: int) -> Sign:
    return Sign("same_name", email, f"{first} {last}", f"{looks} look{_s(looks)} at {uid}, of the same family name.")


def _s(count: int) -> str:
    return "" if count == 1 else "s"


def _rows(statement: str, asked: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {**asked, "most": MOST})
        return list(cursor.fetchall())
