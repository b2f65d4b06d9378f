"""The identifiers of two clients who become one: nothing is retracted, nothing is over its maximum."""

from collections import Counter

from django.db.models import F, QuerySet

from crm.identity.namespaces import NAMESPACES
from crm.merging.trail import Trail
from crm.models import Client, Identifier, IdentityLink, IdentityReview, MergeLog

_BELIEVED = (F("verified_at").desc(nulls_last=True), F("asserted_at").desc(), "id")
SOURCE = "merge"


def follow_identifiers(trail: Trail) -> None:
    """As many as the survivor has room for, verified and newest first.

    The others stay on the duplicate, and mean the survivor all the same: ``canonical`` says so. So a second
    loyalty number keeps working, and no client has two.
    """
    held = Counter(live_identifiers(trail.keep).values_list("namespace", flat=True))
    chosen = []
    for namespace, pk in live_identifiers(trail.duplicate).order_by(*_BELIEVED).values_list("namespace", "pk"):
        if held[namespace] < NAMESPACES[namespace].maximum:
            held[namespace] += 1
            chosen.append(pk)
    trail.move(Identifier.objects.filter(pk__in=chosen, client=trail.duplicate))
    trail.move(Identifier.objects.filter(client=trail.duplicate).exclude(retracted_at=None))


def follow_reviews(trail: Trail) -> None:
    """Who waits to be looked at waits on; of two that wait the duplicate's stays on its record."""
    theirs = IdentityReview.objects.filter(client=trail.duplicate)
    if IdentityReview.objects.filter(client=trail.keep, decided_at=None).exists():
        theirs = theirs.exclude(decided_at=None)
    trail.move(theirs)


def draw_merge_link(log: MergeLog) -> None:
    """The edge that the merge is, between the most believed identifier of each."""
    ends = sorted(pk for client in (log.keep, log.duplicate) if (pk := _best(client)) is not None)
    if len(ends) == 2:
        link = IdentityLink(
            a_id=ends[0], b_id=ends[1], source=SOURCE, asserted_by=merge_reference(log), asserted_at=log.at
        )
        IdentityLink.objects.bulk_create([link], ignore_conflicts=True)


def merge_reference(log: MergeLog) -> str:
    return f"merge:{log.pk}"


def has_conflict(keep: Client, duplicate: Client) -> bool:
    """Whether the two have different values of a namespace of which one person has one."""
    singles = [code for code, kind in NAMESPACES.items() if kind.maximum == 1]
    mine = live_identifiers(keep).filter(namespace__in=singles)
    return mine.filter(namespace__in=live_identifiers(duplicate).values("namespace")).exists()


def live_identifiers(client: Client) -> QuerySet[Identifier]:
    return Identifier.objects.filter(client=client, retracted_at=None)


def _best(client: Client) -> int | None:
    found = live_identifiers(client).values_list("namespace", "pk")
    return min(((NAMESPACES[name].priority, pk) for name, pk in found), default=(0, None))[1]
