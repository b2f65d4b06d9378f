"""Put what stands out of the last days before the privacy officers."""

from datetime import UTC, datetime, time, timedelta

from clienteling.queries.unusual_access import unusual_access
from consent.actions.alerts import Noticed, note_alerts
from crm.models import Membership

LATELY = timedelta(days=7)


def note_unusual_access(*, at: datetime) -> int:
    """Asked every hour; how many signs are new. What was noted before is not noted again."""
    staff = sorted(set(Membership.objects.values_list("user", flat=True)))
    # From the beginning of a day: of half a day the figures would shrink, and what was told with them.
    since = datetime.combine((at - LATELY).astimezone(UTC).date(), time.min, UTC)
    signs = unusual_access(staff, since=since, until=at)
    return note_alerts(
        [Noticed(each.key, each.code, each.user_id, each.client_id, each.at, each.words) for each in signs]
    )
