"""Add up what arrived, hour by hour; forget what is too old to be asked for."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q

from crm.models import Brand, RejectedEvent, SchemaViolation, Source, SourceHour

MOST_AT_ONCE = 20_000
HEARD_EVERY = timedelta(minutes=1)
HOURS_KEPT, REASONS_KEPT = timedelta(days=400), timedelta(days=90)

# Taken off and added in one statement, so that nothing is counted twice or never. A source that was deleted meanwhile
# has no figures.
_ADD_UP = """
    WITH taken AS (
        DELETE FROM crm_sourcetally
        WHERE id IN (SELECT id FROM crm_sourcetally ORDER BY id LIMIT %(most)s)
        RETURNING source_id, hour, event, path, code, count
    ), arrived AS (
        INSERT INTO crm_sourcehour (source_id, hour, count)
        SELECT source_id, hour, sum(count) FROM taken t JOIN crm_source s ON s.id = source_id
        WHERE t.code = '' GROUP BY 1, 2 ORDER BY 1, 2
        ON CONFLICT (source_id, hour) DO UPDATE SET count = crm_sourcehour.count + excluded.count
    ), violated AS (
        INSERT INTO crm_schemaviolation (source_id, day, event, path, code, count)
        SELECT source_id, (hour AT TIME ZONE 'UTC')::date, event, path, t.code, sum(count)
        FROM taken t JOIN crm_source s ON s.id = source_id
        WHERE t.code <> '' GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
        ON CONFLICT (source_id, day, event, path, code)
        DO UPDATE SET count = crm_schemaviolation.count + excluded.count
    )
    SELECT count(*) FROM taken
"""


# As ingest notes its interactions; of a system that is no source of the brand nothing is noted.
_TOLD = """
    INSERT INTO crm_sourcetally (source_id, hour, count)
    SELECT id, date_trunc('hour', %(at)s::timestamptz, 'UTC'), %(count)s FROM crm_source
    WHERE brand_id = %(brand)s AND code = %(code)s
"""


def note_told(brand: Brand, code: str, count: int, *, at: datetime) -> bool:
    """That a till or a shop told of so many receipts by the interface or a file; whether it is a source we know.

    ``code`` is the system that wrote them: a source of that code is shown as heard.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TOLD, {"brand": brand.pk, "code": code, "count": count, "at": at})
        is_known = cursor.rowcount == 1
    if is_known:
        is_behind = Q(last_seen_at=None) | Q(last_seen_at__lte=at - HEARD_EVERY)
        Source.objects.filter(is_behind, brand=brand, code=code).update(last_seen_at=at)
    return is_known


def add_up_arrivals() -> int:
    """Bring the sums up to what the database noted; how many notes there were.

    One worker at a time: whoever comes meanwhile finds nothing to do.
    """
    done = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended('source figures', 13))")
            if not cursor.fetchone()[0]:
                return done
            cursor.execute(_ADD_UP, {"most": MOST_AT_ONCE})
            taken = int(cursor.fetchone()[0])
        done += taken
        if taken < MOST_AT_ONCE:
            return done


def forget_old_figures(now: datetime) -> int:
    """Hours of over a year ago, and why single events of over three months ago were not used; how many rows."""
    old = [
        SourceHour.objects.filter(hour__lt=now - HOURS_KEPT),
        SchemaViolation.objects.filter(day__lt=(now - HOURS_KEPT).date()),
        RejectedEvent.objects.filter(rejected_at__lt=now - REASONS_KEPT),
    ]
    return sum(rows.delete()[0] for rows in old)
