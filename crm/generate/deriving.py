"""What triggers keep beside the tables, written set by set for rows that came in while the triggers were off.

As the triggers would have it: tests/crm/generate/test_deriving.py compares, and fails for a trigger not named there.
"""

from datetime import datetime

from django.db import connection
from django.db.models import DateTimeField, Value
from django.db.models.functions import Greatest
from tqdm import tqdm

from crm.generate.premises import Plan
from crm.models import Segment, Source

# Filled here, and bare meanwhile like the tables themselves.
TABLES = ("crm_messageid", "crm_duplicatework")
_MESSAGE_IDS = """
    INSERT INTO crm_messageid (message_id)
    SELECT message_id FROM crm_interaction WHERE starts_with(message_id, %s || '-')
"""
_TO_COMPARE = "INSERT INTO crm_duplicatework (client_id) SELECT id FROM crm_client WHERE id >= %s ORDER BY id"
_TO_SORT = "INSERT INTO crm_changedclient (client_id) SELECT id FROM crm_client WHERE id >= %s ORDER BY id"


def derive(plan: Plan, bar: "tqdm[None]") -> None:
    """Message ids are taken, new clients wait to be compared, and segments by rule ask about them."""
    first = plan.clients.start
    bar.set_description_str("message ids")
    _run(_MESSAGE_IDS, plan.mark)
    bar.set_description_str("work for others")
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


def _run(statement: str, value: int | str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [value])
