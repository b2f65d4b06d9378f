"""Frequency caps: a place is taken before a message goes, in one statement, under any number of workers."""

from datetime import UTC, datetime

from django.db import connection, transaction

from journeys.models import CapRule

_RESERVE = """
INSERT INTO journeys_capuse (rule_id, client_id, "window", used, maximum)
SELECT rule.id, %(client)s, %(day)s / rule.days, 1,
    CASE rule.days WHEN 30 THEN LEAST(rule.maximum, own.at_most) ELSE rule.maximum END
FROM journeys_caprule AS rule
LEFT JOIN consent_contactpreference AS own ON own.client_id = %(client)s AND own.brand_id = rule.brand_id
WHERE rule.brand_id = %(brand)s AND rule.maximum > 0
ORDER BY rule.id
ON CONFLICT (rule_id, client_id, "window") DO UPDATE
SET used = journeys_capuse.used + 1, maximum = EXCLUDED.maximum
WHERE journeys_capuse.used < EXCLUDED.maximum
"""
_RELEASE = """
UPDATE journeys_capuse AS use SET used = use.used - 1
FROM journeys_caprule AS rule
WHERE use.rule_id = rule.id AND rule.brand_id = %(brand)s AND use.client_id = %(client)s
  AND use."window" = %(day)s / rule.days AND use.used > 0
"""


class _CapReachedError(Exception):
    """Undoes the places taken under the brand's other caps."""


def reserve_caps(*, client_id: int, brand_id: int, at: datetime) -> bool:
    """Takes one place under every cap of the brand, or none. False when one of them is full.

    What the client asked for (ContactPreference) lowers the cap of thirty days, and never raises it.

    The row of a client, rule and window is locked by the statement until the caller's transaction ends, so two
    workers never both take the last place. Rules are taken in the order of their ids: no deadlock.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_RESERVE, {"client": client_id, "brand": brand_id, "day": _day(at)})
            if cursor.rowcount < CapRule.objects.filter(brand=brand_id).count():
                raise _CapReachedError
    except _CapReachedError:
        return False
    return True


def release_caps(*, client_id: int, brand_id: int, reserved_at: datetime) -> None:
    """Gives back the places taken at ``reserved_at``, of a message that certainly never went."""
    with connection.cursor() as cursor:
        cursor.execute(_RELEASE, {"client": client_id, "brand": brand_id, "day": _day(reserved_at)})


def _day(at: datetime) -> int:
    """Days since the epoch in UTC; a window is a whole number of them."""
    return int(at.astimezone(UTC).timestamp() // 86_400)
