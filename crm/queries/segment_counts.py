"""How many a definition would reach, within a bounded time: counted, or estimated from a sample."""

from dataclasses import dataclass

from django.db import OperationalError, connection, transaction
from django.utils import timezone
from psycopg.errors import QueryCanceled

from crm.models import Segment
from crm.segments.compiling import compile_definition
from crm.segments.fragment import Scope
from crm.segments.rules import Rule

# What a person waits for while writing a rule, in milliseconds.
PATIENCE = 1000
SAMPLE = 5000


@dataclass(frozen=True)
class Reach:
    """``is_estimate``: scaled up from a sample of clients, as there are too many to count at once."""

    clients: int
    is_estimate: bool = False


def reach_of(rule: Rule, brand_id: int) -> Reach:
    """Counted if that takes less than a second, else estimated."""
    try:
        with transaction.atomic():
            return Reach(_count(rule, Scope(brand_id, timezone.now()), patience=PATIENCE))
    except OperationalError as error:
        if not isinstance(error.__cause__, QueryCanceled):
            raise
    return _estimate(rule, brand_id)


def members_of(segment: Segment) -> int:
    return segment.members.count()


def _estimate(rule: Rule, brand_id: int) -> Reach:
    highest, sampled = _sample()
    if not sampled:
        return Reach(0, is_estimate=True)
    with transaction.atomic():
        found = _count(rule, Scope(brand_id, timezone.now(), tuple(sampled)), patience=PATIENCE * 10)
    return Reach(round(found * highest / SAMPLE), is_estimate=True)


def _sample() -> tuple[int, list[int]]:
    """The highest id, and the clients found at so many ids drawn at random: a gap counts as nobody."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH top AS (SELECT max(id) AS id FROM crm_client) SELECT top.id, array_agg(c.id) FROM top, "
            "(SELECT 1 + floor(random() * (SELECT id FROM top))::bigint AS id FROM generate_series(1, %s)) drawn "
            "JOIN crm_client c ON c.id = drawn.id GROUP BY top.id",
            [SAMPLE],
        )
        return cursor.fetchone() or (0, [])


def _count(rule: Rule, scope: Scope, *, patience: int) -> int:
    query = compile_definition(rule, scope)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(patience)])
        cursor.execute(f"SELECT count(*) FROM ({query.text}) reached", query.values)  # noqa: S608
        [count] = cursor.fetchone()
        cursor.execute("SELECT set_config('statement_timeout', '0', true)")
    return int(count)
