"""The kinds of node that a journey is made of."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class TriggerNode:
    """Where a client enters. ``on`` names the event: ``purchase_recorded`` or ``stock_alert_requested``."""

    id: str
    on: str
    next: str


@dataclass(frozen=True)
class WaitNode:
    id: str
    duration: timedelta
    next: str


@dataclass(frozen=True)
class SendNode:
    """A message. Later than ``keep`` after it was due it is dropped rather than sent."""

    id: str
    channel: str
    template: str
    keep: timedelta
    next: str


@dataclass(frozen=True)
class ExitNode:
    id: str
    reason: str


Node = TriggerNode | WaitNode | SendNode | ExitNode


@dataclass(frozen=True)
class Graph:
    """A valid graph: one trigger, the entry; every node reachable; no loop; so every run ends."""

    entry: str
    exit_when: tuple[str, ...]
    nodes: dict[str, Node]

    @property
    def trigger(self) -> TriggerNode:
        node = self.nodes[self.entry]
        assert isinstance(node, TriggerNode)
        return node

    def in_order(self) -> list[Node]:
        """The nodes as a client meets them, from the entry on."""
        ordered: list[Node] = []
        node: Node | None = self.nodes[self.entry]
        while node is not None:
            ordered.append(node)
            node = None if isinstance(node, ExitNode) else self.nodes[node.next]
        return ordered
