"""The graph of a journey: what it may hold, and which step comes next. Nothing here reads or writes a row."""

from journeys.graph.errors import GraphError
from journeys.graph.nodes import ExitNode, Graph, Node, SendNode, TriggerNode, WaitNode
from journeys.graph.parse import parse_graph
from journeys.graph.step import Due, Event, Message, Stopped, Transition, next_step

__all__ = [
    "Due",
    "Event",
    "ExitNode",
    "Graph",
    "GraphError",
    "Message",
    "Node",
    "SendNode",
    "Stopped",
    "Transition",
    "TriggerNode",
    "WaitNode",
    "next_step",
    "parse_graph",
]
