"""What was refused, counted by source, code and day, without its content."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db import connection

from crm.models import Source

_COUNT = """
    INSERT INTO crm_rejectedcall (source_id, code, detail, count, day)
    VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (source_id, code, day)
    DO UPDATE SET count = crm_rejectedcall.count + excluded.count, detail = excluded.detail
"""


def count_rejected(source: Source | None, codes: Iterable[tuple[str, str]], day: date) -> None:
    """Add to the counters of the day, one statement for each distinct code of ``(code, detail)``."""
    details = dict(codes_list := list(codes))
    with connection.cursor() as cursor:
        # In the order of the codes, so that two requests never wait for each other's counters.
        for code, count in sorted(Counter(code for code, _ in codes_list).items()):
            cursor.execute(_COUNT, [source.pk if source else None, code, details[code][:200], count, day])
