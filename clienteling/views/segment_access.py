"""Which segment an address names, and whether this user may see or write it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse

from clienteling.queries.segments import brands_with_segments
from clienteling.views.staff import StaffRequest
from crm.actions.segment_versions import EMPTY_DRAFT
from crm.models import Brand, Segment
from crm.segments.editing import Draft


def brands_or_403(request: StaffRequest) -> QuerySet[Brand]:
    brands = brands_with_segments(request.user)
    if not brands.exists():
        raise PermissionDenied
    return brands


def segment_or_404(request: StaffRequest, brand: str, code: str) -> Segment:
    found = Segment.objects.select_related("brand", "version").filter(
        brand__in=brands_or_403(request), brand__code=brand, code=code
    )
    if answer := found.first():
        return answer
    raise Http404


def may_write(request: StaffRequest, found: Segment) -> bool:
    return brands_with_segments(request.user, to_write=True).filter(pk=found.brand_id).exists()


def writable_segment(request: StaffRequest, brand: str, code: str) -> Segment:
    found = segment_or_404(request, brand, code)
    if not may_write(request, found):
        raise PermissionDenied
    return found


def draft_of(found: Segment) -> Draft:
    """What is being written, else a copy of what is in use."""
    return dict(found.draft or (found.version.definition if found.version else EMPTY_DRAFT))


def to_segment(found: Segment, **named: Any) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(named.get("name", "segment"), args=[found.brand.code, found.code]))
