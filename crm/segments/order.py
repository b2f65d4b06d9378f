"""Segments that stand on others come after them."""

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from crm.segments.errors import SegmentError
from crm.segments.rules import Group, segments_named_in


def order_of(definitions: Mapping[str, Group]) -> list[str]:
    """Codes of one brand, each after those on which it stands. Raises SegmentError (circular).

    Segments that are named and have no definition (by hand) are no part of the answer.
    """
    sorter = TopologicalSorter({code: sorted(segments_named_in(rule)) for code, rule in sorted(definitions.items())})
    try:
        return [code for code in sorter.static_order() if code in definitions]
    except CycleError as error:
        round_trip = ", ".join(error.args[1])
        raise SegmentError("circular", f"Segments stand on each other in a circle: {round_trip}.") from error
