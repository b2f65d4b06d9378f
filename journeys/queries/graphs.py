"""The graphs that runs are on."""

from functools import lru_cache

from journeys.graph import Graph, parse_graph
from journeys.models import JourneyVersion


@lru_cache(maxsize=256)
def graph_of(version_id: int) -> Graph:
    """The parsed graph of a version. Versions never change, so a worker parses each once."""
    return parse_graph(JourneyVersion.objects.values_list("graph", flat=True).get(pk=version_id))
