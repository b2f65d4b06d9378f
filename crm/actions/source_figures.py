"""Add up what arrived, hour by hour; forget what is too old to be asked for."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from crm.models import RejectedEvent, SchemaViolation, SourceHour

MOST_AT_ONCE = 20_000
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
