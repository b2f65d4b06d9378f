"""When a client was last in touch stays known when the rows that say so end by their own, shorter rule.

Looks and clicks are kept for two years, prospects for three and buyers for ten: without this somebody who clicked two
and a half years ago would be taken for silent.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.db.models import Max, Model, QuerySet

from consent.retention.contacts import contacts_of

# The later moment holds, whichever worker comes second.
KEEP_LATER = "ON CONFLICT (client_id) DO UPDATE SET at = GREATEST(consent_lasttouch.at, excluded.at)"
_KEEP = "INSERT INTO consent_lasttouch (client_id, at) SELECT * FROM unnest(%s::bigint[], %s::timestamptz[]) {later}"


def remember_touches(model: str, rows: QuerySet[Model]) -> None:
    """Call it in the transaction that deletes these rows; nothing where they are no deed of a client."""
    for contact in contacts_of(model):
        deeds = rows.filter(contact.where, **{f"{contact.client}__isnull": False}).order_by()
        found = deeds.values(contact.client).annotate(last=Max(contact.moment))
        _remember(list(found.values_list(contact.client, "last").order_by(contact.client)))


def _remember(touches: Sequence[tuple[int, datetime | None]]) -> None:
    known = [(pk, at) for pk, at in touches if at is not None]
    if known:
        with connection.cursor() as cursor:
            cursor.execute(_KEEP.format(later=KEEP_LATER), [[pk for pk, _ in known], [at for _, at in known]])
