"""What the survivor learnt while two were one, when they part: whose is it?"""

from datetime import datetime

from django.db.models import Q

from crm.identity.namespaces import NAMESPACES
from crm.merging.identifiers import live_identifiers, merge_reference
from crm.models import Identifier, IdentityLink, Interaction, MergeLog


def part_identifiers(log: MergeLog, *, at: datetime) -> None:
    """An identifier that came after goes with those it was seen with; what ties the two together is cut.

    One that was seen with both, or with neither, stays on the survivor.
    """
    mine, theirs = set(log.identifiers), set(_ids(log.duplicate_id))
    news = set(live_identifiers(log.keep).values_list("pk", flat=True)) - mine
    edges = list(
        IdentityLink.objects.filter(Q(a__in=news | theirs) | Q(b__in=news | theirs), retracted_at=None).values_list(
            "a", "b"
        )
    )
    leaving = _reached(theirs, news, edges) - _reached(mine, news, edges)
    _give(log, leaving)
    _cut(log, at)


def part_interactions(log: MergeLog) -> int:
    """What the duplicate's devices did since is the duplicate's."""
    devices = Identifier.objects.filter(client=log.duplicate_id, namespace="anonymous").values("value")
    since = Interaction.objects.filter(client=log.keep_id, anonymous_id__in=devices, received_at__gte=log.at)
    return since.update(client=log.duplicate_id)


def _ids(client_id: int) -> list[int]:
    return list(Identifier.objects.filter(client=client_id).values_list("pk", flat=True))


def _reached(start: set[int], among: set[int], edges: list[tuple[int, int]]) -> set[int]:
    """Those of ``among`` that links lead to from ``start``, by way of each other."""
    found: set[int] = set()
    edge_of = start
    while edge_of:
        seen = {b for a, b in edges if a in edge_of} | {a for a, b in edges if b in edge_of}
        edge_of = (seen & among) - found
        found |= edge_of
    return found


def _give(log: MergeLog, leaving: set[int]) -> None:
    for identifier in Identifier.objects.filter(pk__in=leaving).order_by("pk"):
        held = live_identifiers(log.duplicate).filter(namespace=identifier.namespace)
        if held.count() < NAMESPACES[identifier.namespace].maximum:
            Identifier.objects.filter(pk=identifier.pk).update(client=log.duplicate_id)


def _cut(log: MergeLog, at: datetime) -> None:
    """The link of the merge itself, and every other that now joins two people."""
    both = Q(a__client=log.keep_id, b__client=log.duplicate_id) | Q(a__client=log.duplicate_id, b__client=log.keep_id)
    across = IdentityLink.objects.filter(both | Q(asserted_by=merge_reference(log)), retracted_at=None)
    across.update(retracted_at=at)
