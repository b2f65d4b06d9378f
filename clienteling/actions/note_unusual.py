"""Put what stands out of the last days before the privacy officers."""

from datetime import datetime, timedelta

from clienteling.queries.unusual_access import unusual_access
from consent.actions.alerts import Noticed, note_alerts
from crm.models import Membership

# As far back as the usual day of a person is measured.
LATELY = timedelta(days=7)


def note_unusual_access(*, at: datetime) -> int:
    """Asked every hour; how many signs are new. What was noted before is not noted again."""
    staff = sorted(set(Membership.objects.values_list("user", flat=True)))
    signs = unusual_access(staff, since=at - LATELY, until=at)
    return note_alerts(
        [Noticed(each.key, each.code, each.user_id, each.client_id, each.at, each.words) for each in signs]
    )
