"""Give a source the schema of what it sends."""

from datetime import datetime

from crm.ingest.source_schema.learning import learn_schema
from crm.models import Source


def take_learnt_schema(source: Source, *, now: datetime) -> bool:
    """Learn a schema for a source that has none. False when it has one, or sent nothing to learn from.

    Saved as an administrator would save it, so that ingest sees it at once.
    """
    if source.schema:
        return False
    learnt = learn_schema(source, now=now)
    if not learnt["events"]:
        return False
    source.schema = learnt
    source.save(update_fields=["schema"])
    return True
