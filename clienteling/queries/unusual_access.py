"""What stands out in the access log: reasons to ask, never proof of anything.

Four signs, each with its rule in words: far more clients in a day than this person is used to; looks in the night of
the boutique, or of the country; looks at clients who bear the same family name (clienteling.queries.same_name); several
protected clients in a day, who are not one's own.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings

from clienteling.queries.access_signs import Sign, rows_of, s, sign_of, strongest
from clienteling.queries.same_name import same_name_signs

# Below so many clients a day nobody is asked anything.
FEWEST = 40
TIMES_USUAL = 4
# What somebody is used to is their other days, so far back as well: an account that slept is used to nobody.
USUALLY = timedelta(days=21)
# So many protected clients in a day are more than a visit with its company.
MANY_PROTECTED = 3

_MANY = """
WITH days AS (
    SELECT user_id, (at AT TIME ZONE 'UTC')::date AS day, count(DISTINCT client_id) AS clients
    FROM consent_accessentry
    WHERE at >= %(since)s AND at < %(until)s AND user_id = ANY(%(staff)s) AND client_id IS NOT NULL
    GROUP BY 1, 2 HAVING count(DISTINCT client_id) >= %(fewest)s)
SELECT person.id, person.email, person.first_name, person.last_name, days.day, days.clients, usual.median
FROM days JOIN crm_user AS person ON person.id = days.user_id
CROSS JOIN LATERAL (
    SELECT coalesce(percentile_cont(0.5) WITHIN GROUP (ORDER BY other.clients), 0) AS median FROM (
        SELECT count(DISTINCT client_id) AS clients FROM consent_accessentry
        WHERE user_id = days.user_id AND at >= %(before)s AND at < %(until)s AND client_id IS NOT NULL
          AND (at AT TIME ZONE 'UTC')::date <> days.day
        GROUP BY (at AT TIME ZONE 'UTC')::date
    ) AS other
) AS usual
WHERE days.clients > %(times)s * usual.median
ORDER BY days.clients DESC, person.id, days.day
"""
# Who works in no boutique keeps the hours of the first one of their country and brand.
# Asked once of each person, and not of each look.
_AT_NIGHT = """
WITH place AS MATERIALIZED (
    SELECT person.id, person.email, person.first_name, person.last_name, coalesce((
        SELECT boutique.timezone FROM crm_membership AS member
        JOIN crm_boutique AS boutique ON boutique.id = member.boutique_id
            OR member.boutique_id IS NULL AND member.country IN ('', boutique.country)
                AND coalesce(member.brand_id, boutique.brand_id) = boutique.brand_id
        WHERE member.user_id = person.id
        ORDER BY member.boutique_id IS NULL, member.id, boutique.id LIMIT 1), %(zone)s) AS timezone
    FROM crm_user AS person WHERE person.id = ANY(%(staff)s))
SELECT place.id, place.email, place.first_name, place.last_name, (entry.at AT TIME ZONE 'UTC')::date,
    count(*), count(DISTINCT entry.client_id)
FROM consent_accessentry AS entry JOIN place ON place.id = entry.user_id
WHERE entry.at >= %(since)s AND entry.at < %(until)s AND entry.client_id IS NOT NULL
  AND (extract(hour FROM entry.at AT TIME ZONE place.timezone) >= 22
       OR extract(hour FROM entry.at AT TIME ZONE place.timezone) < 6)
GROUP BY 1, 2, 3, 4, 5 ORDER BY 6 DESC, 1, 5
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
ORDER BY 7 DESC, 1, 5
"""


def unusual_access(staff: Sequence[int], *, since: datetime, until: datetime) -> list[Sign]:
    """What stands out between two moments in what these users did, the strongest of each sign a day.

    Five statements, and two for each family name that is a user's and a client's.
    """
    asked = {
        "staff": list(staff), "since": since, "until": until, "before": since - USUALLY, "fewest": FEWEST,
        "times": TIMES_USUAL, "many_protected": MANY_PROTECTED, "zone": settings.TIME_ZONE,
    }  # fmt: skip
    found: list[tuple[str, str, Callable[[date, Sequence[Any]], str]]] = [
        ("protected", _PROTECTED, _protected), ("many_profiles", _MANY, _many), ("at_night", _AT_NIGHT, _at_night),
    ]  # fmt: skip
    signs = [
        sign
        for code, text, words in found
        for sign in strongest(sign_of(code, row, words(row[4], row[5:])) for row in rows_of(text, asked))
    ]
    return signs + same_name_signs(staff, {"since": since, "until": until})


def _protected(day: date, figures: Sequence[Any]) -> str:
    looks, clients = figures
    return f"{clients} protected clients on {day.day} {day:%B}, {looks} looks, none their own."


def _many(day: date, figures: Sequence[Any]) -> str:
    clients, median = figures
    return f"{clients} clients on {day.day} {day:%B}, usually {median:.0f} a day."


def _at_night(day: date, figures: Sequence[Any]) -> str:
    looks, clients = figures
    return f"{looks} look{s(looks)} at {clients} client{s(clients)} between 22:00 and 6:00."
