"""Everything changed: ask everybody once, set by set, instead of client by client."""

from django.db import connection, transaction

from crm.models import Audience, ChangedClient, Segment

# As many notes take a worker about as long as asking everybody about ten segments.
MANY_NOTES = 100_000


@transaction.atomic
def ask_everybody() -> None:
    """Every segment by rule and every audience is recomputed at the next look, and the notes until now are void.

    For whoever writes a house past the triggers, or much of it at once. A change whose note is dropped here was
    committed before, so the recompute sees it; one that commits later leaves its note.
    """
    newest = ChangedClient.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    Segment.objects.exclude(version=None).update(counted_version=None)
    Audience.objects.filter(stopped_at=None).update(swept_to=None)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM crm_changedclient WHERE id <= %s", [newest])


def ask_everybody_if_many_changed() -> bool:
    """True when so many notes wait that asking everybody is quicker."""
    waiting = ChangedClient.objects.order_by()[: MANY_NOTES + 1].count()
    if waiting <= MANY_NOTES:
        return False
    ask_everybody()
    return True
