"""Security measures in force (GDPR Art. 30(1)(g), 32(1)), read from how this installation is set, not promised."""

from dataclasses import dataclass

from django.conf import settings
from django.db import connection

_TRIGGERS = """
SELECT count(*) FROM pg_trigger
WHERE NOT tgisinternal AND tgenabled <> 'D' AND tgname LIKE '%%append_only' AND tgrelid = ANY(%s::regclass[])
"""


@dataclass(frozen=True)
class Measure:
    words: str
    is_met: bool


def measures() -> list[Measure]:
    """One statement, for the ledgers; the rest is read from the settings."""
    return [
        Measure("Transport is encrypted, and browsers are told to insist on it", _has_transport()),
        Measure("Cookies of log-ins go over encrypted connections only", bool(settings.SESSION_COOKIE_SECURE)),
        Measure("Staff log in with a second factor", bool(settings.REQUIRE_SECOND_FACTOR)),
        Measure("Log-ins are locked after wrong passwords", bool(settings.AXES_FAILURE_LIMIT)),
        Measure("Ledgers of consent and of access refuse changes in the database itself", _has_ledgers()),
        Measure("Addresses in ledgers are keyed hashes", bool(settings.CONTACT_HASH_KEY)),
    ]


def _has_transport() -> bool:
    return bool(settings.SECURE_SSL_REDIRECT and settings.SECURE_HSTS_SECONDS)


def _has_ledgers() -> bool:
    """Both triggers are there and on."""
    with connection.cursor() as cursor:
        cursor.execute(_TRIGGERS, [["consent_decision", "consent_accessentry"]])
        return bool(cursor.fetchone()[0] == 2)
