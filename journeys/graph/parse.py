"""From the stored JSON to a graph that is known to end.

``{"entry": "bought", "exit_when": ["bought_again"], "nodes": {
    "bought": {"kind": "trigger", "on": "purchase_recorded", "next": "wait"},
    "wait": {"kind": "wait", "seconds": 1814400, "next": "wave-1"},
    "wave-1": {"kind": "send", "channel": "email", "template": "second-purchase-1", "keep_seconds": 259200,
               "next": "end"},
    "end": {"kind": "exit", "reason": "completed"}}}``
"""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from journeys.graph.errors import GraphError
from journeys.graph.nodes import ExitNode, Graph, Node, SendNode, TriggerNode, WaitNode

MAXIMUM_NODES = 50
# Longer than the longest journey in the field runs (half a year), shorter than any consent lasts.
LONGEST_WAIT = timedelta(days=366)
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


def parse_graph(document: Any) -> Graph:
    """The graph in a JSON document; GraphError with code and node when it is not one that ends."""
    if not isinstance(document, dict) or not isinstance(document.get("nodes"), dict):
        raise GraphError("graph_malformed")
    if len(document["nodes"]) > MAXIMUM_NODES:
        raise GraphError("graph_too_large")
    nodes = {name: _parse_node(name, fields) for name, fields in document["nodes"].items()}
    graph = Graph(document.get("entry", ""), _parse_exit_when(document), nodes)
    _check_trigger(graph)
    _check_path(graph)
    return graph


def _parse_exit_when(document: dict[str, Any]) -> tuple[str, ...]:
    listed = document.get("exit_when", [])
    if not isinstance(listed, list):
        raise GraphError("graph_malformed")
    return tuple(_checked_name(reason, "exit_when") for reason in listed)


def _parse_node(name: str, fields: Any) -> Node:
    if not isinstance(fields, dict):
        raise GraphError("graph_malformed", str(name))
    parse = _PARSERS.get(str(fields.get("kind")))
    if parse is None:
        raise GraphError("kind_unknown", str(name))
    try:
        return parse(_checked_name(name, str(name)), fields)
    except KeyError as error:
        raise GraphError("field_missing", name) from error


def _checked_name(value: Any, node: str) -> str:
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        raise GraphError("field_invalid", node)
    return value


def _checked_duration(value: Any, node: str) -> timedelta:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= LONGEST_WAIT.total_seconds():
        raise GraphError("field_invalid", node)
    return timedelta(seconds=value)


def _trigger(name: str, fields: dict[str, Any]) -> Node:
    return TriggerNode(name, _checked_name(fields["on"], name), _checked_name(fields["next"], name))


def _wait(name: str, fields: dict[str, Any]) -> Node:
    return WaitNode(name, _checked_duration(fields["seconds"], name), _checked_name(fields["next"], name))


def _send(name: str, fields: dict[str, Any]) -> Node:
    return SendNode(
        name,
        channel=_checked_name(fields["channel"], name),
        template=_checked_name(fields["template"], name),
        keep=_checked_duration(fields["keep_seconds"], name),
        next=_checked_name(fields["next"], name),
    )


def _exit(name: str, fields: dict[str, Any]) -> Node:
    return ExitNode(name, _checked_name(fields["reason"], name)[:40])


_PARSERS: dict[str, Callable[[str, dict[str, Any]], Node]] = {
    "trigger": _trigger,
    "wait": _wait,
    "send": _send,
    "exit": _exit,
}


def _check_trigger(graph: Graph) -> None:
    if not isinstance(graph.entry, str) or graph.entry not in graph.nodes:
        raise GraphError("entry_missing")
    for node in graph.nodes.values():
        if isinstance(node, TriggerNode) != (node.id == graph.entry):
            raise GraphError("trigger_misplaced", node.id)


def _check_path(graph: Graph) -> None:
    """Walks the one path: it must meet every node, none twice, and stop at an exit."""
    met: set[str] = set()
    node = graph.nodes[graph.entry]
    while not isinstance(node, ExitNode):
        met.add(node.id)
        if node.next not in graph.nodes:
            raise GraphError("next_missing", node.id)
        if node.next in met:
            raise GraphError("graph_has_a_loop", node.id)
        node = graph.nodes[node.next]
    unmet = sorted(graph.nodes.keys() - met - {node.id})
    if unmet:
        raise GraphError("node_unreachable", unmet[0])
