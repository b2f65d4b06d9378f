"""Publishing a graph: a new version, on which whoever enters from now on runs."""

import hashlib
import json
from typing import Any

from django.db import transaction

from journeys.channels import CHANNELS
from journeys.content.templates import has_template
from journeys.graph import Graph, GraphError, SendNode, parse_graph
from journeys.models import Journey, JourneyVersion
from journeys.queries.exit_criteria import EXIT_CRITERIA


def publish_version(journey: Journey, document: dict[str, Any]) -> JourneyVersion:
    """The journey's newest version, made from this graph unless it already is that one.

    GraphError when the graph is not valid, or names a channel, template or exit criterion that does not exist
    (``channel_unknown``, ``template_unknown``, ``criterion_unknown``).
    """
    _check_names(parse_graph(document))
    sha256 = hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()
    with transaction.atomic():
        # Two publishers at once take numbers one after the other.
        Journey.objects.select_for_update().get(pk=journey.pk)
        latest = latest_version(journey)
        if latest and latest.sha256 == sha256:
            return latest
        number = latest.number + 1 if latest else 1
        return JourneyVersion.objects.create(journey=journey, number=number, graph=document, sha256=sha256)


def latest_version(journey: Journey) -> JourneyVersion | None:
    return JourneyVersion.objects.filter(journey=journey).order_by("-number").first()


def _check_names(graph: Graph) -> None:
    for code in graph.exit_when:
        if code not in EXIT_CRITERIA:
            raise GraphError("criterion_unknown", code)
    for node in graph.nodes.values():
        if isinstance(node, SendNode) and node.channel not in CHANNELS:
            raise GraphError("channel_unknown", node.id)
        if isinstance(node, SendNode) and not has_template(node.template):
            raise GraphError("template_unknown", node.id)
