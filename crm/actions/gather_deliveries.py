"""Make messages of what destinations have yet to be told, in parts of bounded size."""

from datetime import datetime

from django.db import connection, transaction

from consent.actions.access import record_access
from crm.actions.destinations import add_delivery
from crm.destinations.message import CHANGED
from crm.models import Audience, AudienceMember, Destination, Disclosure

# Clients of one message: about 40 KB with their hashes.
CLIENTS_AT_ONCE = 500
# Messages that may wait for one audience; a full sync of millions is made as fast as it is delivered.
MOST_WAITING = 20

_NEWS = """
SELECT a.id FROM crm_audience a JOIN crm_destination d ON d.id = a.destination_id
WHERE a.stopped_at IS NULL AND d.is_active AND EXISTS (SELECT FROM crm_audiencechange n WHERE n.audience_id = a.id)
AND (SELECT count(*) FROM crm_delivery w WHERE w.audience_id = a.id AND w.status <> 'delivered') < %s
ORDER BY a.id
"""
_TAKE = """
DELETE FROM crm_audiencechange WHERE id IN (
    SELECT id FROM crm_audiencechange WHERE audience_id = %s ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)
RETURNING client_id, uid
"""


def gather_deliveries(*, at: datetime) -> int:
    """One message for each audience that has news and room for it; how many were made."""
    with connection.cursor() as cursor:
        cursor.execute(_NEWS, [MOST_WAITING])
        ids = [row[0] for row in cursor.fetchall()]
    return sum(_gather(each, at) for each in ids)


@transaction.atomic
def _gather(audience_id: int, at: datetime) -> int:
    """Taken, looked up and written in one transaction: a crash leaves all of it to be told.

    What is told of somebody is how it stands now, so that the order of the notes does not matter.
    """
    live = Audience.objects.select_for_update(no_key=True, skip_locked=True).filter(pk=audience_id, stopped_at=None)
    audience = live.first()
    taken = _take(audience_id) if audience else {}
    if audience is None or not taken:
        return 0
    here = set(
        AudienceMember.objects.filter(audience=audience, client_id__in=list(taken)).values_list("client_id", flat=True)
    )
    entered = sorted(uid for client_id, uid in taken.items() if client_id in here)
    left = sorted(uid for client_id, uid in taken.items() if client_id not in here)
    _keep_whom_it_knows(audience, here, at)
    made = add_delivery(audience, type=CHANGED, at=at, entered=entered, left=left)
    told = Destination.objects.values_list("tells", flat=True).get(pk=audience.destination_id)
    record_access(
        user=audience.started_by, client=None, action="exported", fields=["segments", told],
        why=f"destination {audience.destination_id} message {made.pk}",
    )  # fmt: skip
    return 1


def _keep_whom_it_knows(audience: Audience, clients: set[int], at: datetime) -> None:
    """Whoever was told of somebody is told what becomes of them (GDPR Art. 19). In the order of their ids, so that two
    audiences of one destination never wait for one another."""
    Disclosure.objects.bulk_create(
        [
            Disclosure(destination_id=audience.destination_id, client_id=each, first_at=at)
            for each in sorted(clients)
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def _take(audience_id: int) -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [audience_id, CLIENTS_AT_ONCE])
        return dict(cursor.fetchall())
