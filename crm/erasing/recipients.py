"""Connected systems hear that the client left, before the last trace of the client's public id goes."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import Q

from consent.rights.erasing.contributions import StillWaiting
from consent.rights.erasing.person import Person
from crm.models import AudienceChange, AudienceMember, Delivery

# By the id that the receiver knows: the record is about to get another.
_LEAVE = """
WITH gone AS (DELETE FROM crm_audiencemember WHERE client_id = ANY(%s) RETURNING audience_id, client_id)
INSERT INTO crm_audiencechange (audience_id, client_id, uid)
SELECT gone.audience_id, gone.client_id, c.uid FROM gone JOIN crm_client c ON c.id = gone.client_id
"""


def leave_audiences(client_ids: Sequence[int]) -> int:
    """Out of every audience; each destination is told of it as of anybody who leaves. In the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_LEAVE, [list(client_ids)])
        return cursor.rowcount


def tell_recipients(person: Person) -> int:
    """Takes off what no destination is told of any more. Raises StillWaiting while one has yet to answer.

    What is told goes with the answer (crm.actions.deliveries empties a message that arrived).
    """
    changes = AudienceChange.objects.filter(client_id__in=person.client_ids)
    members = AudienceMember.objects.filter(client_id__in=person.client_ids)
    gone = sum(rows.exclude(audience__stopped_at=None).delete()[0] for rows in (changes, members))
    gone += leave_audiences(person.client_ids)
    uids = list(person.traces.uids)
    named = Delivery.objects.filter(Q(entered__overlap=uids) | Q(left__overlap=uids))
    if not gone and (changes.exists() or named.exists()):
        raise StillWaiting("connected systems that were not reached yet")
    return gone
