"""Receipts of customers who were erased since."""

from django.db.backends.utils import CursorWrapper

from consent.queries.erased import erased_among, last_erasure
from crm.identity.bulk import known_clients
from crm.identity.erased import REASON
from crm.ingest.files.errors import Reject
from crm.ingest.files.kinds.purchases.tables import staged_customers


def drop_erased(cursor: CursorWrapper) -> list[Reject]:
    """Take out the lines of receipts from before their customer was erased, as rejects ``erased``.

    A receipt dated after is the act of somebody who came anew.
    """
    if last_erasure() is None:
        return []
    customers = set(staged_customers(cursor))
    unknown = customers - set(known_clients("crm", customers))
    erased = {value: at for (_, value), at in erased_among(("crm", each) for each in unknown).items()}
    if not erased:
        return []
    # Nobody is made of a receipt without lines either.
    cursor.execute(
        "WITH before AS (UPDATE import_receipt r SET customer = ''"
        " FROM unnest(%s::text[], %s::timestamptz[]) AS e (customer, at)"
        " WHERE r.customer = e.customer AND r.occurred_at <= e.at RETURNING r.reference)"
        " DELETE FROM import_line l USING before WHERE l.reference = before.reference RETURNING l.line",
        [list(erased), list(erased.values())],
    )
    return [Reject(line, "erased", REASON) for (line,) in cursor.fetchall()]
