"""That a source was heard, written down now and then: a look at all its interactions would be too dear."""

from datetime import datetime, timedelta

from django.db.models import Q

from crm.models import Source

# Often enough for a page that tells minutes, seldom enough that nobody waits for the row.
EVERY = timedelta(minutes=1)
_heard: dict[int, datetime] = {}


def note_arrival(source: Source, received_at: datetime) -> None:
    """Write ``last_seen_at`` when it is a minute behind; other processes may have done so already."""
    if (known := _heard.get(source.pk)) and received_at - known < EVERY:
        return
    _heard[source.pk] = received_at
    is_behind = Q(last_seen_at=None) | Q(last_seen_at__lte=received_at - EVERY)
    Source.objects.filter(is_behind, pk=source.pk).update(last_seen_at=received_at)
