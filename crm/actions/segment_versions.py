"""Make a segment, write its definition, put it to use."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from crm.models import Brand, Segment, SegmentVersion, User
from crm.queries.segment_definitions import defined_segments
from crm.segments.definition import read_definition
from crm.segments.errors import SegmentError
from crm.segments.order import order_of
from crm.segments.rules import Group, segments_named_in

EMPTY_DRAFT: Mapping[str, Any] = {"op": "and", "rules": []}


def make_segment(brand: Brand, *, code: str, name: str, kind: str) -> Segment:
    """A segment without members; one by rule begins with an empty draft. Raises SegmentError (code_taken)."""
    draft = dict(EMPTY_DRAFT) if kind == Segment.Kind.COMPUTED else None
    try:
        with transaction.atomic():
            return Segment.objects.create(brand=brand, code=code, name=name, kind=kind, draft=draft)
    except IntegrityError as error:
        raise SegmentError("code_taken", f"{brand.name} has a segment {code} already.") from error


def save_draft(segment: Segment, draft: Mapping[str, Any] | None) -> None:
    """Keep what is being written; what is in use stays as it is. It may be incomplete."""
    if segment.kind != Segment.Kind.COMPUTED:
        raise SegmentError("not_by_rule", "Only a segment by rule has a definition.")
    segment.draft = dict(draft) if draft is not None else None
    segment.save(update_fields=["draft"])


@transaction.atomic
def publish_segment(segment: Segment, definition: object, *, actor: User | None) -> SegmentVersion:
    """A new version, in use from now on; everybody is asked again at the next look. Raises SegmentError.

    The segment's row is locked, so that versions are numbered without a gap and a recompute sees one definition.
    """
    locked = Segment.objects.select_for_update(no_key=True).get(pk=segment.pk)
    if locked.kind != Segment.Kind.COMPUTED:
        raise SegmentError("not_by_rule", "Only a segment by rule has a definition.")
    check_definition(locked, definition)
    version = SegmentVersion.objects.create(
        segment=locked,
        number=locked.versions.count() + 1,
        definition=definition,
        sha256=hashlib.sha256(json.dumps(definition, sort_keys=True).encode()).hexdigest(),
        actor=actor,
        published_at=timezone.now(),
    )
    Segment.objects.filter(pk=locked.pk).update(version=version, draft=None)
    segment.refresh_from_db()
    return version


def restore_version(segment: Segment, number: int) -> None:
    """An earlier definition becomes the draft, to be looked at and put to use. Raises SegmentError (no_version)."""
    version = segment.versions.filter(number=number).first()
    if version is None:
        raise SegmentError("no_version", f"There is no version {number}.")
    save_draft(segment, version.definition)


def check_definition(segment: Segment, definition: object) -> Group:
    """The definition read, standing on segments that exist and on none that stands on it. Raises SegmentError."""
    rule = read_definition(definition)
    named = segments_named_in(rule)
    known = set(Segment.objects.filter(brand=segment.brand_id, code__in=named).values_list("code", flat=True))
    if missing := sorted(named - known):
        raise SegmentError("unknown_segment", f"There is no segment {missing[0]}.")
    others = {each.code: each.definition for each in defined_segments() if each.brand_id == segment.brand_id}
    order_of({**others, segment.code: rule})
    return rule
