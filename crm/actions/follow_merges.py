"""What reached a record in the instant in which it was merged."""

from datetime import datetime, timedelta

from crm.actions.merge import follow_stragglers
from crm.models import MergeLog


def follow_recent_merges(*, now: datetime, window: timedelta) -> int:
    """Fetch what was written to the duplicates of merges within ``window``; how many were looked at.

    Runs again without changing anything.
    """
    recent = list(MergeLog.objects.filter(at__gt=now - window, undone_at=None).order_by("pk"))
    for log in recent:
        follow_stragglers(log)
    return len(recent)
