"""Segments: the list, a new one, and the page of one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_POST

from clienteling.queries.segment_tree import tree_of
from clienteling.queries.segments import (
    brands_with_segments,
    latest_changes,
    member_page,
    segment_list,
    versions_of,
    words_of,
)
from clienteling.views.segment_access import brands_or_403, draft_of, may_write, segment_or_404, to_segment
from clienteling.views.staff import StaffRequest, clients_page
from crm.actions.segment_versions import make_segment
from crm.models import Segment
from crm.queries.segment_sizes import size_of, sizes_of
from crm.segments.errors import SegmentError


@clients_page
@require_GET
def segments(request: StaffRequest) -> HttpResponse:
    found = list(segment_list(brands_or_403(request)))
    sizes = sizes_of(found)
    page = {
        "lines": [(each, words_of(each), sizes[each.pk]) for each in found],
        "writable": brands_with_segments(request.user, to_write=True).order_by("name"),
    }
    return render(request, "clienteling/segments/list.html", page)


@clients_page
@require_POST
def make(request: StaffRequest) -> HttpResponse:
    """A segment from its name; its code is made of it."""
    brands_or_403(request)
    brand = brands_with_segments(request.user, to_write=True).filter(code=request.POST.get("brand", "")).first()
    if brand is None:
        raise PermissionDenied
    name = request.POST.get("name", "").strip()[:80]
    kind = Segment.Kind.STATIC if request.POST.get("kind") == "static" else Segment.Kind.COMPUTED
    try:
        made = make_segment(brand, code=_code_of(name), name=name, kind=kind)
    except SegmentError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("segments"))
    return to_segment(made)


@clients_page
@require_GET
def segment(request: StaffRequest, brand: str, code: str) -> HttpResponse:
    found = segment_or_404(request, brand, code)
    return render(request, "clienteling/segments/page.html", segment_page(request, found))


def segment_page(request: StaffRequest, shown: Segment, /, **more: Any) -> dict[str, Any]:
    """What the page of a segment shows, with or without a form open in it."""
    return {
        "segment": shown,
        "words": words_of(shown),
        "size": size_of(shown),
        "may_write": may_write(request, shown),
        "tree": tree_of(draft_of(shown)) if shown.kind == Segment.Kind.COMPUTED else None,
        "found": member_page(shown, request.user, after=request.GET.get("after", "")),
        "changes": latest_changes(shown, request.user),
        "versions": versions_of(shown),
        **more,
    }


def _code_of(name: str) -> str:
    """Raises SegmentError for a name that leaves no letter for a code."""
    code = slugify(name, allow_unicode=False)[:60]
    if not code:
        raise SegmentError("missing_value", "A segment needs a name with a letter or a digit of the Latin script.")
    return code
