"""The definitions in use, read once a version."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import F, QuerySet

from crm.models import Segment, SegmentVersion
from crm.segments.definition import read_definition
from crm.segments.fragment import Scope
from crm.segments.order import order_of
from crm.segments.rules import Group, segments_named_in


@dataclass(frozen=True)
class DefinedSegment:
    """A segment by rule, with what its version in use says."""

    id: int
    brand_id: int
    code: str
    version_id: int
    definition: Group
    zone: str

    def scope(self, at: datetime, client_ids: tuple[int, ...] | None = None) -> Scope:
        """Whom to ask, at which moment; None: everybody."""
        return Scope(self.brand_id, at, client_ids, self.zone)


def defined_segments(segments: Iterable[Segment] | None = None) -> list[DefinedSegment]:
    """All segments by rule that have a version in use, or those given; each after the ones on which it stands."""
    found = Segment.objects.filter(kind=Segment.Kind.COMPUTED) if segments is None else segments
    by_brand: dict[int, dict[str, DefinedSegment]] = defaultdict(dict)
    for segment in _with_versions(found) if isinstance(found, QuerySet) else found:
        if segment.version is not None:
            by_brand[segment.brand_id][segment.code] = _defined(segment, segment.version)
    return [of_brand[code] for of_brand in by_brand.values() for code in _order(of_brand)]


def segments_to_recompute() -> list[int]:
    """Ids of segments whose definition changed since everybody was last asked, each after those on which it stands."""
    stale = Segment.objects.exclude(version=None).exclude(counted_version=F("version"))
    wanted = set(stale.values_list("pk", flat=True))
    return [each.id for each in defined_segments() if each.id in wanted]


def standing_on(segment: Segment) -> list[DefinedSegment]:
    """The segments whose definition names this one directly."""
    return [
        each
        for each in defined_segments()
        if each.brand_id == segment.brand_id and segment.code in segments_named_in(each.definition)
    ]


def _with_versions(segments: QuerySet[Segment]) -> QuerySet[Segment]:
    return segments.select_related("brand", "version").defer("version__definition")


def _defined(segment: Segment, version: SegmentVersion) -> DefinedSegment:
    definition, zone = _definition(version.pk, version.sha256), segment.brand.timezone
    return DefinedSegment(segment.pk, segment.brand_id, segment.code, version.pk, definition, zone)


def _order(of_brand: dict[str, DefinedSegment]) -> list[str]:
    return order_of({code: each.definition for code, each in of_brand.items()})


@lru_cache(maxsize=1000)
def _definition(version_id: int, sha256: str) -> Group:
    """A version is never edited, so it is read once a process.

    By its content too: a restored copy of the database gives numbers again that this process has seen.
    """
    versions = SegmentVersion.objects.filter(pk=version_id, sha256=sha256)
    return read_definition(versions.values_list("definition", flat=True).get())
