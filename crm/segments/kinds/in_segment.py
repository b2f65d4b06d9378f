"""Membership of another segment of the same brand: ``{"kind": "segment", "code": "gift"}``."""

from dataclasses import dataclass

from crm.segments.fields import text
from crm.segments.fragment import Fragment, Scope
from crm.segments.kind import Data, Field, Form, Kind, Path
from crm.segments.objectors import objectors_to_segment
from crm.segments.rules import Leaf


@dataclass(frozen=True)
class InSegment(Leaf):
    code: str

    @property
    def stands_on(self) -> frozenset[str]:
        return frozenset([self.code])


def read(data: Data, path: Path) -> InSegment:
    return InSegment(text(data, "code", 60, path))


def members(leaf: InSegment, scope: Scope) -> Fragment:
    among = scope.among("m.client_id")
    text = (
        "SELECT m.client_id FROM crm_segmentmember m JOIN crm_segment s ON s.id = m.segment_id"
        f" WHERE s.brand_id = %s AND s.code = %s{among.text}"
    )
    return Fragment(text, (scope.brand_id, leaf.code, *among.values))


def unconcluded(leaf: InSegment, scope: Scope) -> Fragment:
    """Of a segment that stands on a score nobody who objected is a member, which says nothing of them."""
    return objectors_to_segment(leaf.code, scope)


def words(leaf: InSegment) -> str:
    return f"Is in the segment {leaf.code}"


_FORM = Form("segment", "Another segment", "Is in a segment", (Field("code", "Segment", offers="segment"),))
IN_SEGMENT = Kind("segment", InSegment, read, members, words, (_FORM,), unconcluded=unconcluded)
