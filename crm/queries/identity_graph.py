"""What identifies a client, and what says so."""

from collections.abc import Collection
from dataclasses import dataclass

from crm.identity.namespaces import NAMESPACES
from crm.models import Client, Identifier, IdentityCut, IdentityLink, IdentityReview, MergeLog

# Of what no longer holds, the latest: a house keeps everything, and nobody reads on for ever.
SHOWN_ENDED = 50


@dataclass(frozen=True)
class IdentityGraph:
    """``live`` by priority and age; ``links`` join two of ``live``; the rest newest first: ``ended``, at most
    SHOWN_ENDED of ``ended_count``; ``merges`` and ``cuts`` that hold; ``review`` waits for a person."""

    live: list[Identifier]
    links: list[IdentityLink]
    ended: list[Identifier]
    ended_count: int
    merges: list[MergeLog]
    cuts: list[IdentityCut]
    review: IdentityReview | None


def identity_graph(client: Client) -> IdentityGraph:
    """Also of the records merged into the client. Eight statements, whatever their size."""
    records = Client.objects.records_of(client)
    live = live_identifiers_of(client)
    ended = Identifier.objects.filter(client__in=records).exclude(retracted_at=None)
    cuts = IdentityCut.objects.filter(client__in=records, undone_at=None)
    merges = MergeLog.objects.filter(keep__in=records, undone_at=None)
    return IdentityGraph(
        live=live,
        links=links_among(live),
        ended=list(ended.order_by("-retracted_at", "-pk")[:SHOWN_ENDED]),
        ended_count=ended.count(),
        merges=list(merges.select_related("duplicate", "keep", "actor").order_by("-at", "-pk")),
        cuts=list(cuts.select_related("link__a", "link__b", "parted", "actor").order_by("-at", "-pk")),
        review=IdentityReview.objects.filter(client=client, decided_at=None).first(),
    )


def live_identifiers_of(client: Client) -> list[Identifier]:
    """What means the client, on whichever of their records: the most believed first, then the oldest."""
    held = Identifier.objects.filter(client__in=Client.objects.records_of(client), retracted_at=None)
    return sorted(
        held.select_related("client"),
        key=lambda each: (NAMESPACES[each.namespace].priority, each.asserted_at, each.pk),
    )


def links_among(identifiers: Collection[Identifier]) -> list[IdentityLink]:
    """Those that hold and join two of these, the oldest first."""
    ids = [each.pk for each in identifiers]
    links = IdentityLink.objects.filter(a__in=ids, b__in=ids, retracted_at=None)
    return list(links.select_related("a", "b").order_by("asserted_at", "pk"))
