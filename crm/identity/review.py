"""A client with more identifiers than one person has is put aside: a person looks before anything else is linked."""

from collections import Counter
from datetime import datetime, timedelta

from django.db.models import Max, Q

from crm.identity.assertion import Assertion
from crm.models import Client, Identifier, IdentityReview

# The maxima of the namespaces add up to this; a person is expected to look through no more.
MAXIMUM = 50
# What gave way to newer ones counts for so long: fifty in a month are no person's.
WITHIN = timedelta(days=30)


def is_under_review(client: Client) -> bool:
    return IdentityReview.objects.filter(client=client, decided_at=None).exists()


def put_aside_if_crowded(client: Client, assertion: Assertion) -> None:
    """Call it under the lock of the client, after something new was attached."""
    counts = counted(client, assertion.asserted_at)
    if sum(counts.values()) > MAXIMUM:
        put_aside(client, IdentityReview.Reason.TOO_MANY, counts, assertion)


def put_aside(client: Client, reason: str, counts: dict[str, int], assertion: Assertion) -> IdentityReview:
    """The review that waits; a client has one at a time."""
    review, _ = IdentityReview.objects.get_or_create(
        client=client,
        decided_at=None,
        defaults={
            "reason": reason,
            "counts": counts,
            "source": assertion.source,
            "asserted_by": assertion.asserted_by,
            "opened_at": assertion.asserted_at,
        },
    )
    return review


def counted(client: Client, at: datetime) -> dict[str, int]:
    """By namespace, the identifiers of the client and of records merged into theirs: those that hold, and those
    that gave way lately. What a person has looked at and kept does not count again."""
    mine = Identifier.objects.filter(client__in=Client.objects.records_of(client))
    mine = mine.filter(Q(retracted_at=None) | Q(retracted_because="room", retracted_at__gt=at - WITHIN))
    looked = IdentityReview.objects.filter(client=client).aggregate(last=Max("decided_at"))["last"]
    if looked is not None:
        mine = mine.filter(asserted_at__gt=looked)
    return dict(Counter(mine.values_list("namespace", flat=True)))
