"""What triggers keep beside the tables, written set by set for rows that came in while the triggers were off.

As the triggers would have it: tests/crm/generate/test_deriving.py compares, and fails for a trigger not named there.
"""

from datetime import datetime

from django.db import connection
from django.db.models import DateTimeField, Value
from django.db.models.functions import Greatest
from tqdm import tqdm

from crm.generate.premises import Plan
from crm.ingest.ecommerce import names
from crm.models import Segment, Source

# Filled here, and bare meanwhile like the tables themselves.
TABLES = ("crm_messageid", "crm_sourcetally", "crm_pendingevent", "crm_duplicatework")
_MESSAGE_IDS = """
    INSERT INTO crm_messageid (message_id)
    SELECT message_id FROM crm_interaction WHERE starts_with(message_id, %s || '-')
"""
_TALLIES = """
    INSERT INTO crm_sourcetally (source_id, hour, count)
    SELECT source_id, date_trunc('hour', received_at, 'UTC'), count(*) FROM crm_interaction
    WHERE starts_with(message_id, %s || '-') GROUP BY 1, 2
"""
_PENDING = """
    INSERT INTO crm_pendingevent (interaction, received_at, is_order, due_at)
    SELECT id, received_at, name = ANY(%s), received_at FROM crm_interaction
    WHERE starts_with(message_id, %s || '-') AND type = 'track' AND name = ANY(%s)
"""
_TO_COMPARE = "INSERT INTO crm_duplicatework (client_id) SELECT id FROM crm_client WHERE id >= %s ORDER BY id"
_TO_SORT = "INSERT INTO crm_changedclient (client_id) SELECT id FROM crm_client WHERE id >= %s ORDER BY id"


def derive(plan: Plan, bar: "tqdm[None]") -> None:
    """Message ids are taken, events counted and noted for what they mean, new clients to be compared and sorted."""
    first = plan.clients.start
    bar.set_description_str("message ids")
    _run(_MESSAGE_IDS, plan.mark)
    bar.set_description_str("work for others")
    _run(_TALLIES, plan.mark)
    _run(_PENDING, list(names.ORDERS), plan.mark, list(names.DERIVED))
    _run(_TO_COMPARE, first)
    # A segment that is published later asks about everybody anyway.
    if Segment.objects.exclude(version=None).exists():
        _run(_TO_SORT, first)


def see_sources(plan: Plan) -> None:
    """The websites were heard of when the last interaction came."""
    seen: datetime = plan.now.replace(second=0, microsecond=0)
    sources = Source.objects.filter(pk__in=plan.premises.sources.values())
    # The larger of two, where one is null, is the other.
    sources.update(last_seen_at=Greatest("last_seen_at", Value(seen, DateTimeField())))


def _run(statement: str, *values: int | str | list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
