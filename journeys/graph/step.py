"""One step of a journey, as a pure function: state and event give a transition and its commands."""

from dataclasses import dataclass
from datetime import timedelta

from journeys.graph.nodes import ExitNode, Graph, SendNode, WaitNode


@dataclass(frozen=True)
class Due:
    """The time that the enrolment stood waiting for has come."""


@dataclass(frozen=True)
class Stopped:
    """One of the graph's exit criteria came true: ``reason`` is its code."""

    reason: str


Event = Due | Stopped


@dataclass(frozen=True)
class Message:
    """The command to write one message; after ``keep`` it is too late to send it."""

    channel: str
    template: str
    keep: timedelta


@dataclass(frozen=True)
class Transition:
    """Where the enrolment stands now. It ended when ``ended_reason`` is not empty, else it is due after ``wait``."""

    node: str
    wait: timedelta = timedelta(0)
    message: Message | None = None
    ended_reason: str = ""


def next_step(graph: Graph, node: str, event: Event) -> Transition:
    """The transition out of ``node``. KeyError for a node that this graph does not have."""
    if isinstance(event, Stopped):
        return Transition(node, ended_reason=event.reason)
    here = graph.nodes[node]
    if isinstance(here, ExitNode):
        return Transition(node, ended_reason=here.reason)
    there = graph.nodes[here.next]
    if isinstance(there, ExitNode):
        return Transition(there.id, ended_reason=there.reason)
    if isinstance(there, SendNode):
        return Transition(there.id, message=Message(there.channel, there.template, there.keep))
    return Transition(there.id, wait=there.duration if isinstance(there, WaitNode) else timedelta(0))
