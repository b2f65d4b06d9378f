"""Where audiences go: the list of destinations, a new one, the page of one with its log, and each change to it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from clienteling.queries.segments import brands_with_segments
from clienteling.views.segment_access import brands_or_403
from clienteling.views.staff import StaffRequest, clients_page, typed_text
from consent.models import Purpose
from crm.actions.deliveries import try_again
from crm.actions.destinations import (
    Wanted,
    make_destination,
    rotate_secret,
    set_active,
    start_audience,
    stop_audience,
    tell_everything_again,
)
from crm.destinations.errors import DestinationError
from crm.models import Audience, Delivery, Destination
from crm.queries.audiences import audience_lines, delivery_log, destinations_of, segments_to_send


@clients_page
@require_GET
def destinations(request: StaffRequest) -> HttpResponse:
    return render(request, "clienteling/destinations/list.html", _list(request))


@clients_page
@require_POST
def make(request: StaffRequest) -> HttpResponse:
    """The secret is on the answer, and never again."""
    writable = brands_with_segments(request.user, to_write=True)
    brand = writable.filter(code=request.POST.get("brand", "")).first()
    if brand is None:
        raise PermissionDenied
    try:
        made, secret = make_destination(brand, _wanted(request), actor=request.user)
    except DestinationError as error:
        page = {**_list(request), "error": str(error), "typed": request.POST}
        return render(request, "clienteling/destinations/list.html", page)
    return render(request, "clienteling/destinations/page.html", _page(request, made, secret=secret))


@clients_page
@require_GET
def destination(request: StaffRequest, pk: int) -> HttpResponse:
    return render(request, "clienteling/destinations/page.html", _page(request, _destination_or_404(request, pk)))


@clients_page
@require_POST
def change(request: StaffRequest, pk: int) -> HttpResponse:
    """One change: a new secret, off, on, a segment more, a segment less, everything again, one message again."""
    found = _destination_or_404(request, pk, to_write=True)
    do = request.POST.get("do", "")
    if do == "rotate":
        secret = rotate_secret(found, at=timezone.now())
        found.refresh_from_db()
        return render(request, "clienteling/destinations/page.html", _page(request, found, secret=secret))
    try:
        _change(request, found, do)
    except DestinationError as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("destination", args=[found.pk]))


def _change(request: StaffRequest, found: Destination, do: str) -> None:
    match do:
        case "off" | "on":
            set_active(found, is_active=do == "on")
        case "start":
            wanted = segments_to_send(found).filter(code=typed_text(request, "segment")).first()
            if wanted is None:
                raise DestinationError("unknown_segment", "There is no such segment to send. Nothing was changed.")
            start_audience(found, wanted, actor=request.user)
        case "stop":
            stop_audience(_audience_or_404(request, found), at=timezone.now())
        case "again":
            tell_everything_again(_audience_or_404(request, found), at=timezone.now())
        case "retry":
            try_again(_delivery_or_404(request, found), at=timezone.now())
        case _:
            raise DestinationError("unknown_choice", "There is no such change to a destination.")


def _list(request: StaffRequest) -> dict[str, Any]:
    return {
        "destinations": destinations_of(brands_or_403(request)),
        "writable": brands_with_segments(request.user, to_write=True).order_by("name"),
        **_choices(),
    }


def _page(request: StaffRequest, found: Destination, *, secret: str = "") -> dict[str, Any]:
    deliveries, before = delivery_log(found, before=request.GET.get("before", ""))
    return {
        "destination": found,
        "secret": secret,
        "lines": audience_lines(found),
        "deliveries": deliveries,
        "before": before,
        "may_write": _may_write(request, found),
        "segments": segments_to_send(found),
        **_choices(),
    }


def _choices() -> dict[str, Any]:
    purposes = list(Purpose.objects.order_by("name"))
    channels = sorted({channel for purpose in purposes for channel in purpose.channels})
    return {
        "purposes": purposes,
        "channels": channels,
        "regions": Destination.Region.choices,
        "tells": Destination.Tells.choices,
    }


def _wanted(request: StaffRequest) -> Wanted:
    typed = {name: typed_text(request, name) for name in ("url", "purpose", "channel", "region", "tells")}
    return Wanted(name=typed_text(request, "name")[:80], **typed)


def _destination_or_404(request: StaffRequest, pk: int, *, to_write: bool = False) -> Destination:
    brands = brands_or_403(request)
    found = Destination.objects.select_related("brand", "purpose", "created_by").filter(brand__in=brands, pk=pk).first()
    if found is None:
        raise Http404
    if to_write and not _may_write(request, found):
        raise PermissionDenied
    return found


def _may_write(request: StaffRequest, found: Destination) -> bool:
    return brands_with_segments(request.user, to_write=True).filter(pk=found.brand_id).exists()


def _audience_or_404(request: StaffRequest, found: Destination) -> Audience:
    audience = found.audiences.filter(pk=_number(request, "audience")).first()
    if audience is None:
        raise Http404
    return audience


def _delivery_or_404(request: StaffRequest, found: Destination) -> Delivery:
    delivery = Delivery.objects.filter(audience__destination=found, pk=_number(request, "delivery")).first()
    if delivery is None:
        raise Http404
    return delivery


def _number(request: StaffRequest, name: str) -> int:
    typed = request.POST.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) < 19 else 0
