"""How many a definition would reach: at once from a sample, then counted within a bounded time."""

import hashlib
from dataclasses import dataclass

from django.db import OperationalError, connection, transaction
from django.utils import timezone
from psycopg.errors import QueryCanceled

from crm.models import Brand
from crm.segments.compiling import compile_definition
from crm.segments.fragment import Scope
from crm.segments.rules import Rule

# What a person waits for while writing a rule, and while the exact figure follows, in milliseconds.
AT_ONCE = 400
PATIENCE = 20_000
SAMPLE = 5000
# So many exact counts run at the same time, on all machines together; whoever comes later waits for a turn.
TURNS = 2


@dataclass(frozen=True)
class Reach:
    """``is_estimate``: scaled up from a sample of clients. ``is_final``: no better figure will come."""

    clients: int
    is_estimate: bool = False
    is_final: bool = True


def reach_at_once(rule: Rule, brand: Brand) -> Reach:
    """Counted if that takes less than half a second, else estimated from a sample; the exact figure may follow."""
    scope = Scope(brand.pk, timezone.now(), zone=brand.timezone)
    counted = _counted(rule, scope, patience=AT_ONCE)
    if counted is not None:
        return Reach(counted)
    return Reach(_estimated(rule, scope), is_estimate=True, is_final=False)


def reach_counted(rule: Rule, brand: Brand) -> Reach:
    """Counted within twenty seconds, else estimated for good. Not final: no turn was free."""
    scope = Scope(brand.pk, timezone.now(), zone=brand.timezone)
    with transaction.atomic():
        if not _take_turn():
            return Reach(_estimated(rule, scope), is_estimate=True, is_final=False)
        counted = _counted(rule, scope, patience=PATIENCE)
    if counted is not None:
        return Reach(counted)
    return Reach(_estimated(rule, scope), is_estimate=True)


def _take_turn() -> bool:
    """One of the few places, held until the transaction ends."""
    with connection.cursor() as cursor:
        for turn in range(TURNS):
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_TURN_KEY + turn])
            if cursor.fetchone() == (True,):
                return True
    return False


_TURN_KEY = int.from_bytes(hashlib.sha256(b"segment counts").digest()[:6], "big")


def _counted(rule: Rule, scope: Scope, *, patience: int) -> int | None:
    """None when it takes longer."""
    try:
        with transaction.atomic():
            return _count(rule, scope, patience=patience)
    except OperationalError as error:
        if not isinstance(error.__cause__, QueryCanceled):
            raise
        return None


def _estimated(rule: Rule, scope: Scope) -> int:
    """Ids are drawn between the lowest and the highest: a gap counts as nobody."""
    span, sampled = _sample()
    if not sampled:
        return 0
    with transaction.atomic():
        among = Scope(scope.brand_id, scope.at, tuple(sampled), scope.zone)
        return round(_count(rule, among, patience=PATIENCE) * span / SAMPLE)


def _sample() -> tuple[int, list[int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH ends AS (SELECT min(id) AS low, max(id) - min(id) + 1 AS span FROM crm_client)"
            " SELECT ends.span, array_agg(c.id) FROM ends, (SELECT (SELECT low FROM ends)"
            " + floor(random() * (SELECT span FROM ends))::bigint AS id FROM generate_series(1, %s)) drawn"
            " JOIN crm_client c ON c.id = drawn.id GROUP BY ends.span",
            [SAMPLE],
        )
        return cursor.fetchone() or (0, [])


def _count(rule: Rule, scope: Scope, *, patience: int) -> int:
    query = compile_definition(rule, scope)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(patience)])
        cursor.execute("SELECT set_config('work_mem', '128MB', true)")
        cursor.execute(f"SELECT count(*) FROM ({query.text}) reached", query.values)  # noqa: S608
        [count] = cursor.fetchone()
        cursor.execute("SELECT set_config('statement_timeout', '0', true)")
    return int(count)
