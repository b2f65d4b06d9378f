"""Note whom the clock alone may have moved, so that they are asked again."""

from django.db import connection

from crm.segments.fragment import Span
from crm.segments.rules import Rule
from crm.segments.windows import expired_between


def note_expired(rule: Rule, span: Span) -> int:
    """A note for each client whose rules may answer otherwise at the span's end; the number of them."""
    expired = expired_between(rule, span)
    if expired is None:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO crm_changedclient (client_id) SELECT client_id FROM ({expired.text}) expired",  # noqa: S608
            expired.values,
        )
        return cursor.rowcount
