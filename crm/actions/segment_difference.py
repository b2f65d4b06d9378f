"""Make the members of a segment what its definition says, by one statement that also writes the log."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from crm.models import Segment
from crm.queries.segment_definitions import DefinedSegment
from crm.segments.compiling import compile_definition
from crm.segments.fragment import Fragment, Scope
from crm.signals import segment_entered

# Sets of millions are hashed in memory rather than sorted on disk.
WORK_MEMORY = "256MB"

# By itself, so that the database may ask in parallel, and knows how many there are before it compares.
_EVERYBODY = "CREATE TEMPORARY TABLE belongs_now ON COMMIT DROP AS SELECT client_id FROM ({belongs}) everybody"
_DIFFERENCE = """
WITH belongs AS MATERIALIZED ({belongs}),
came AS (
    INSERT INTO crm_segmentmember (segment_id, client_id, since)
    SELECT %s, b.client_id, %s FROM belongs b
    WHERE NOT EXISTS (SELECT FROM crm_segmentmember m WHERE m.segment_id = %s AND m.client_id = b.client_id)
    ON CONFLICT DO NOTHING RETURNING client_id
), gone AS (
    DELETE FROM crm_segmentmember m WHERE m.segment_id = %s {among}
    AND NOT EXISTS (SELECT FROM belongs b WHERE b.client_id = m.client_id) RETURNING client_id
), logged AS (
    INSERT INTO crm_segmentchange (segment_id, client_id, change, reason, at)
    SELECT %s, client_id, 'entered', %s, %s FROM came
    UNION ALL SELECT %s, client_id, 'left', %s, %s FROM gone RETURNING client_id, change
)
SELECT count(*) FILTER (WHERE change = 'entered'), count(*) FILTER (WHERE change = 'left'),
    array_agg(client_id) FILTER (WHERE change = 'entered' AND %s) FROM logged
"""


@dataclass(frozen=True)
class Difference:
    """How many entered and left."""

    entered: int
    left: int


def apply_difference(segment: DefinedSegment, scope: Scope, *, reason: str) -> Difference:
    """Let in who belongs, let out who does not, log both; each who entered is signalled on commit."""
    belongs, among = compile_definition(segment.definition, scope), scope.among("m.client_id")
    own, logged = segment.id, (segment.id, reason, scope.at)
    with connection.cursor() as cursor:
        if scope.client_ids is None:
            cursor.execute("SELECT set_config('work_mem', %s, true)", [WORK_MEMORY])
            belongs = _written_down(cursor, belongs)
        values = (*belongs.values, own, scope.at, own, own, *among.values, *logged, *logged, _is_heard())
        with planned_for(cursor, everybody=scope.client_ids is None):
            cursor.execute(_DIFFERENCE.format(belongs=belongs.text, among=among.text), values)
            entered, left, client_ids = cursor.fetchone()
    if client_ids:
        transaction.on_commit(partial(_signal_entered, segment.id, client_ids))
    return Difference(entered, left)


def _written_down(cursor: CursorWrapper, belongs: Fragment) -> Fragment:
    # Left by an earlier count of the same transaction.
    cursor.execute("DROP TABLE IF EXISTS pg_temp.belongs_now")
    cursor.execute(_EVERYBODY.format(belongs=belongs.text), belongs.values)
    cursor.execute("ANALYZE belongs_now")
    return Fragment("SELECT client_id FROM belongs_now")


@contextmanager
def planned_for(cursor: CursorWrapper, *, everybody: bool) -> Iterator[None]:
    """Within it the planner compares sets by hash, or, for a few clients, looks each up by index.

    It would go by statistics, and a table of members that was just filled has those of an empty one: a loop over
    millions for each of millions looks cheap then.
    """
    setting = "enable_nestloop" if everybody else "enable_seqscan"
    cursor.execute("SELECT set_config(%s, 'off', true)", [setting])
    yield
    cursor.execute("SELECT set_config(%s, 'on', true)", [setting])


@contextmanager
def own_changes_unnoted() -> Iterator[None]:
    """Within it the triggers note no change of membership: the upkeep asks the segments that stand on it itself."""
    _set_upkeep("yes")
    yield
    # After an error the transaction is over, and the setting with it.
    _set_upkeep("no")


def _set_upkeep(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('crm.segment_upkeep', %s, true)", [value])


def _is_heard() -> bool:
    return segment_entered.has_listeners(Segment)


def _signal_entered(segment_id: int, client_ids: Sequence[int]) -> None:
    for client_id in client_ids:
        segment_entered.send(sender=Segment, segment_id=segment_id, client_id=client_id)
