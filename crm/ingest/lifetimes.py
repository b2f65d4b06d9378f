"""No event of a client is older than the client: then its time is wrong, not who did it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from crm.ingest.calls import PreparedCall
from crm.models import Client

# What is as fresh as nearly all calls are is not compared: it would be one more look-up for each request.
OLD = timedelta(days=365)


def date_within_lifetimes(calls: Sequence[PreparedCall], received_at: datetime) -> None:
    """Give the arrival as time, and the warning ``timestamp_before_birth``, to calls from before their client's birth.

    As with a time that has not come yet, the sender's own time stays beside it.
    """
    old = [call for call in calls if call.client_id and received_at - call.timestamp > OLD]
    if not old:
        return
    named = Client.objects.filter(pk__in={call.client_id for call in old}).exclude(birth_date=None)
    births = dict(named.values_list("pk", "birth_date"))
    for call in old:
        birth = births.get(call.client_id or 0)
        if birth is not None and call.timestamp.date() < birth:
            call.timestamp = received_at
            call.warnings.append("timestamp_before_birth")
