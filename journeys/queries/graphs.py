"""The graphs that runs are on."""

from functools import lru_cache

from journeys.graph import Graph, parse_graph
from journeys.models import JourneyVersion


def graph_of(version: JourneyVersion) -> Graph:
    """The parsed graph of a version, whose ``graph`` may be deferred. Versions never change: each is parsed once."""
    return _graph(version.pk, version.sha256)


@lru_cache(maxsize=256)
def _graph(version_id: int, sha256: str) -> Graph:
    """By its content too: a restored copy of the database gives numbers again that this process has seen."""
    return parse_graph(JourneyVersion.objects.values_list("graph", flat=True).get(pk=version_id, sha256=sha256))
