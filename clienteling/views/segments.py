"""Segments: the list, the page of one with its builder, and every change to it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_POST

from clienteling.queries.segment_tree import FORMS, KINDS, rule_from, tree_of
from clienteling.queries.segments import brands_with_segments, latest_changes, member_page, segment_list, words_of
from clienteling.views.staff import StaffRequest, clients_page
from crm.actions.segment_versions import EMPTY_DRAFT, make_segment, publish_segment, save_draft
from crm.actions.segments import enter_segment, leave_segment
from crm.models import Client, Segment
from crm.queries.segment_counts import members_of, reach_of
from crm.segments.definition import read_definition
from crm.segments.editing import Draft, add_rule, place_from, remove_rule, set_operator
from crm.segments.errors import SegmentError


@clients_page
@require_GET
def segments(request: StaffRequest) -> HttpResponse:
    found = segment_list(_brands_or_403(request))
    page = {
        "lines": [(each, words_of(each)) for each in found],
        "writable": brands_with_segments(request.user, to_write=True).order_by("name"),
    }
    return render(request, "clienteling/segments/list.html", page)


@clients_page
@require_POST
def make(request: StaffRequest) -> HttpResponse:
    """A segment from its name; its code is made of it."""
    _brands_or_403(request)
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
    return _to(made)


@clients_page
@require_GET
def segment(request: StaffRequest, brand: str, code: str) -> HttpResponse:
    return render(request, "clienteling/segments/page.html", _page(request, _segment_or_404(request, brand, code)))


@clients_page
@require_GET
def reach(request: StaffRequest, brand: str, code: str) -> HttpResponse:
    """How many the draft would reach, in about a second."""
    found = _segment_or_404(request, brand, code)
    try:
        reached = reach_of(read_definition(_draft(found)), found.brand_id)
    except SegmentError as error:
        return render(request, "clienteling/segments/_reach.html", {"error": str(error)})
    return render(request, "clienteling/segments/_reach.html", {"reach": reached})


@clients_page
@require_POST
def edit(request: StaffRequest, brand: str, code: str) -> HttpResponse:
    """One change to the draft: add, group, remove, operator, discard."""
    found = writable_segment(request, brand, code)
    try:
        save_draft(found, _edited(_draft(found), request.POST.dict()))
    except SegmentError as error:
        page = {**_page(request, found), "error": str(error), "typed": request.POST.dict()}
        return render(request, "clienteling/segments/page.html", page)
    return _to(found)


@clients_page
@require_POST
def publish(request: StaffRequest, brand: str, code: str) -> HttpResponse:
    found = writable_segment(request, brand, code)
    try:
        version = publish_segment(found, _draft(found), actor=request.user)
    except SegmentError as error:
        return render(request, "clienteling/segments/page.html", {**_page(request, found), "error": str(error)})
    messages.success(request, f"Version {version.number} is in use. Its members are there in a moment.")
    return _to(found)


@clients_page
@require_POST
def choose(request: StaffRequest, brand: str, code: str) -> HttpResponse:
    """Put somebody into a segment by hand, or take them out, by unique id."""
    found = writable_segment(request, brand, code)
    person = Client.objects.visible_to(request.user).filter(uid=request.POST.get("uid", "").strip().upper()).first()
    if found.kind != Segment.Kind.STATIC or person is None:
        messages.error(request, "There is nobody with this unique id. Nothing was changed.")
        return _to(found)
    change = leave_segment if request.POST.get("out") else enter_segment
    change(found, person, reason="by hand", at=timezone.now())
    return _to(found)


def _page(request: StaffRequest, found: Segment) -> dict[str, Any]:
    asked = request.POST if request.method == "POST" else request.GET
    kind = asked.get("kind", "")
    return {
        "segment": found,
        "words": words_of(found),
        "size": members_of(found),
        "may_write": brands_with_segments(request.user, to_write=True).filter(pk=found.brand_id).exists(),
        "tree": tree_of(_draft(found)) if found.kind == Segment.Kind.COMPUTED else None,
        "kinds": KINDS.items(),
        "form": FORMS.get(kind),
        "form_kind": kind,
        "form_title": KINDS.get(kind, ""),
        "form_place": asked.get("place", ""),
        "found": member_page(found, request.user, after=request.GET.get("after", "")),
        "changes": latest_changes(found, request.user),
        "versions": found.versions.select_related("actor").order_by("-number")[:10],
    }


def _edited(draft: Draft, typed: dict[str, str]) -> Draft | None:
    place = place_from(typed.get("place", ""))
    match typed.get("do"):
        case "add":
            return add_rule(draft, place, rule_from(typed.get("kind", ""), typed))
        case "group":
            return add_rule(draft, place, {"op": "or", "rules": []})
        case "remove":
            return remove_rule(draft, place)
        case "operator":
            return set_operator(draft, place, typed.get("operator", "and"))
    return None


def _draft(found: Segment) -> Draft:
    """What is being written, else a copy of what is in use."""
    return dict(found.draft or (found.version.definition if found.version else EMPTY_DRAFT))


def _brands_or_403(request: StaffRequest) -> Any:
    brands = brands_with_segments(request.user)
    if not brands.exists():
        raise PermissionDenied
    return brands


def _segment_or_404(request: StaffRequest, brand: str, code: str) -> Segment:
    found = Segment.objects.select_related("brand", "version").filter(
        brand__in=_brands_or_403(request), brand__code=brand, code=code
    )
    if answer := found.first():
        return answer
    raise Http404


def writable_segment(request: StaffRequest, brand: str, code: str) -> Segment:
    found = _segment_or_404(request, brand, code)
    if not brands_with_segments(request.user, to_write=True).filter(pk=found.brand_id).exists():
        raise PermissionDenied
    return found


def _code_of(name: str) -> str:
    """Raises SegmentError for a name that leaves no letter for a code."""
    code = slugify(name, allow_unicode=False)[:60]
    if not code:
        raise SegmentError("missing_value", "A segment needs a name with a letter or a digit of the Latin script.")
    return code


def _to(found: Segment) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("segment", args=[found.brand.code, found.code]))
