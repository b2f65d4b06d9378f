"""The builder of a segment by rule: its forms, each change to the draft, the count, and putting it to use."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from clienteling.queries.segment_forms import FilledForm, filled_form, form_coded, form_of, menu, rule_from, values_of
from clienteling.queries.segment_offers import Offers
from clienteling.views.segment_access import draft_of, segment_or_404, to_segment, writable_segment
from clienteling.views.segments import segment_page
from clienteling.views.staff import StaffRequest, clients_page
from crm.actions.segment_versions import publish_segment, restore_version, save_draft
from crm.models import Segment
from crm.queries.segment_counts import reach_at_once, reach_counted
from crm.segments.definition import read_definition
from crm.segments.editing import (
    Draft,
    add_rule,
    place_from,
    remove_rule,
    replace_rule,
    rule_at,
    set_operator,
)
from crm.segments.errors import SegmentError

PAGE = "clienteling/segments/page.html"


@clients_page
@require_GET
def form(request: StaffRequest, brand: str, code: str) -> HttpResponse:
    """The page with a form open: the menu of forms, an empty one, or that of a line that is there."""
    found = writable_segment(request, brand, code)
    try:
        opened = _opened(found, request.GET.dict())
    except SegmentError as error:
        return render(request, PAGE, segment_page(request, found, error=str(error)))
    return render(request, PAGE, segment_page(request, found, **opened))


@clients_page
@require_GET
def reach(request: StaffRequest, brand: str, code: str) -> HttpResponse:
    """How many the draft would reach: at once, and exactly where that takes longer (``?exact=1``)."""
    found = segment_or_404(request, brand, code)
    count = reach_counted if request.GET.get("exact") else reach_at_once
    try:
        reached = count(read_definition(draft_of(found)), found.brand)
    except SegmentError as error:
        return render(request, "clienteling/segments/_reach.html", {"error": str(error)})
    return render(request, "clienteling/segments/_reach.html", {"reach": reached, "segment": found})


@clients_page
@require_POST
def edit(request: StaffRequest, brand: str, code: str) -> HttpResponse:
    """One change to the draft: add, change, group, remove, operator, discard."""
    found, typed = writable_segment(request, brand, code), request.POST.dict()
    try:
        save_draft(found, _edited(draft_of(found), typed))
    except SegmentError as error:
        return render(request, PAGE, segment_page(request, found, error=str(error), **_as_typed(found, typed)))
    return to_segment(found)


@clients_page
@require_POST
def publish(request: StaffRequest, brand: str, code: str) -> HttpResponse:
    found = writable_segment(request, brand, code)
    try:
        version = publish_segment(found, draft_of(found), actor=request.user)
    except SegmentError as error:
        return render(request, PAGE, segment_page(request, found, error=str(error)))
    messages.success(request, f"Version {version.number} is in use. Its members are there in a moment.")
    return to_segment(found)


@clients_page
@require_POST
def restore(request: StaffRequest, brand: str, code: str, number: int) -> HttpResponse:
    """An earlier version becomes the draft; nothing is in use until it is put to use."""
    found = writable_segment(request, brand, code)
    try:
        restore_version(found, number)
    except SegmentError as error:
        messages.error(request, str(error))
        return to_segment(found)
    messages.success(request, f"Version {number} is the draft now. Put it to use when it is right.")
    return to_segment(found)


def _opened(found: Segment, asked: dict[str, str]) -> dict[str, Any]:
    place, draft = asked.get("place", ""), draft_of(found)
    if asked.get("change"):
        rule = rule_at(draft, place_from(place))
        fitting = form_of(rule)
        if fitting is None:
            raise SegmentError("unknown_choice", "This rule was not written here; remove it and write a new one.")
        return {"form": filled_form(fitting, values_of(rule), _offers(found)), "form_place": place, "is_change": True}
    chosen = form_coded(asked.get("form", ""))
    if chosen is None:
        return {"menu": menu(), "form_place": place}
    return {"form": filled_form(chosen, {}, _offers(found)), "form_place": place}


def _as_typed(found: Segment, typed: dict[str, str]) -> dict[str, Any]:
    """What was typed stays in the form, and may be put right."""
    form = _form_typed(found, typed)
    if form is None:
        return {}
    return {"form": form, "form_place": typed.get("place", ""), "is_change": typed.get("do") == "change"}


def _form_typed(found: Segment, typed: dict[str, str]) -> FilledForm | None:
    chosen = form_coded(typed.get("form", ""))
    return filled_form(chosen, typed, _offers(found)) if chosen else None


def _offers(found: Segment) -> Offers:
    return Offers(found.brand, without=found)


def _edited(draft: Draft, typed: dict[str, str]) -> Draft | None:
    place = place_from(typed.get("place", ""))
    match typed.get("do"):
        case "add":
            return add_rule(draft, place, rule_from(typed.get("form", ""), typed))
        case "change":
            return replace_rule(draft, place, rule_from(typed.get("form", ""), typed))
        case "group":
            return add_rule(draft, place, {"op": "or", "rules": []})
        case "remove":
            return remove_rule(draft, place)
        case "operator":
            return set_operator(draft, place, typed.get("operator", "and"))
        case "discard":
            return None
    raise SegmentError("unknown_choice", "There is no such change to a draft.")
