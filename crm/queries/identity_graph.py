"""What identifies a client, and what says so."""

from dataclasses import dataclass

from crm.identity.namespaces import NAMESPACES
from crm.models import Client, Identifier, IdentityLink, MergeLog


@dataclass(frozen=True)
class IdentityGraph:
    """``live`` and ``cut`` by priority and age; ``links`` join two of ``live``; ``merges`` hold, newest first."""

    live: list[Identifier]
    cut: list[Identifier]
    links: list[IdentityLink]
    merges: list[MergeLog]


def identity_graph(client: Client) -> IdentityGraph:
    """Also of the records merged into the client. Three statements."""
    records = Client.objects.records_of(client)
    held = sorted(
        Identifier.objects.filter(client__in=records).select_related("client"),
        key=lambda each: (NAMESPACES[each.namespace].priority, each.asserted_at, each.pk),
    )
    live = [each for each in held if each.retracted_at is None]
    ids = [each.pk for each in live]
    links = IdentityLink.objects.filter(a__in=ids, b__in=ids, retracted_at=None).select_related("a", "b")
    merges = MergeLog.objects.filter(keep__in=records, undone_at=None).select_related("duplicate", "keep", "actor")
    return IdentityGraph(
        live=live,
        cut=[each for each in held if each.retracted_at is not None],
        links=list(links.order_by("asserted_at", "pk")),
        merges=list(merges.order_by("-at", "-pk")),
    )
