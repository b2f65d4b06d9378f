"""Make one row of the many that a day's changes left, so that sizes stay quick to sum."""

from django.db import connection

# Rows at once: what a worker may hold for a moment.
MOST = 20_000
_FOLD = """
WITH taken AS (
    DELETE FROM crm_segmentflow WHERE id IN (
        SELECT id FROM crm_segmentflow ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)
    RETURNING segment_id, day, entered, "left"
)
INSERT INTO crm_segmentflow (segment_id, day, entered, "left")
SELECT segment_id, day, sum(entered), sum("left") FROM taken GROUP BY segment_id, day
"""
_MANY = "SELECT count(*) > count(DISTINCT (segment_id, day)) + %s FROM (SELECT * FROM crm_segmentflow LIMIT %s) few"


def fold_segment_flow(*, when_over: int = 200) -> int:
    """Rows that are left of those taken; 0 where there was little to fold.

    One statement takes rows and puts their sums back: whoever reads sees the one or the other, never both.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MANY, [when_over, MOST])
        if cursor.fetchone() != (True,):
            return 0
        cursor.execute(_FOLD, [MOST])
        return cursor.rowcount
