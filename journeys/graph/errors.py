"""What can be wrong with a graph."""


class GraphError(ValueError):
    """A graph that cannot be published: a stable code and the node that it concerns.

    Codes: ``graph_malformed``, ``graph_too_large``, ``entry_missing``, ``trigger_misplaced``, ``kind_unknown``,
    ``field_missing``, ``field_invalid``, ``next_missing``, ``node_unreachable``, ``graph_has_a_loop``.
    """

    def __init__(self, code: str, node: str = "") -> None:
        super().__init__(f"{code} at {node}" if node else code)
        self.code = code
        self.node = node
