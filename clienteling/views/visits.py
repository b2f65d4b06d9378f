"""In the boutique now: who is with her, and that she has left."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from clienteling.actions.visits import attend_visit, leave_boutique, return_to_boutique
from clienteling.models import Visit
from clienteling.queries.day import masked_for
from clienteling.rules import boutique_of
from clienteling.views.staff import StaffRequest, clients_page


def _visit(request: StaffRequest, pk: int) -> Visit:
    """A visit to the user's own boutique; any other answers as one that does not exist."""
    here = Visit.objects.filter(boutique=boutique_of(request.user)).select_related("client", "advisor")
    return get_object_or_404(here, pk=pk)


def _card(request: StaffRequest, visit: Visit, *, has_left: bool = False) -> HttpResponse:
    if not request.htmx:
        return redirect("my-day")
    masked_for(request.user, visit)
    return render(request, "clienteling/my_day/_visit.html", {"visit": visit, "has_left": has_left})


@clients_page
@require_POST
def attend(request: StaffRequest, pk: int) -> HttpResponse:
    return _card(request, attend_visit(_visit(request, pk), advisor=request.user))


@clients_page
@require_POST
def leave(request: StaffRequest, pk: int) -> HttpResponse:
    visit = _visit(request, pk)
    leave_boutique(visit, at=timezone.now())
    return _card(request, visit, has_left=True)


@clients_page
@require_POST
def come_back(request: StaffRequest, pk: int) -> HttpResponse:
    visit = _visit(request, pk)
    return_to_boutique(visit)
    return _card(request, visit)
