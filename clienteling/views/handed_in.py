"""What website and app handed in for somebody whom nobody knows: the officer finds who is meant, or closes it."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from clienteling.queries.privacy_scope import find_for_privacy, handed_in_of_privacy
from clienteling.views.privacy import privacy_page
from clienteling.views.staff import StaffRequest, View, typed_text
from clienteling.views.words_of_rights import REFUSED
from consent.actions.access import record_access
from consent.models import HandedIn
from consent.queries.requests import PER_PAGE
from consent.rights.errors import RightsError
from consent.rights.handed_in import close_handed_in, name_of, take_in_for

Deed = Callable[[StaffRequest, HandedIn], HttpResponse]


@privacy_page
@require_GET
def unknown(request: StaffRequest) -> HttpResponse:
    """What is due first. Each name is somebody's address, so the look is written down."""
    page = Paginator(handed_in_of_privacy(request.user), PER_PAGE).get_page(request.GET.get("page"))
    record_access(user=request.user, client=None, action="viewed", fields=["requests"], why="handed in")
    rows = [(each, name_of(each)) for each in page.object_list]
    return render(request, "clienteling/privacy/handed_in.html", {"page": page, "rows": rows, "now": timezone.now()})


def _deed(deed: Deed) -> View:
    """A POST on one of the officer's own; what the rights refuse is told on the list."""

    @privacy_page
    @require_POST
    @wraps(deed)
    def done(request: StaffRequest, public_id: str) -> HttpResponse:
        found = handed_in_of_privacy(request.user).filter(public_id=public_id.upper()).first()
        if found is None:
            raise Http404
        try:
            return deed(request, found)
        except RightsError as error:
            messages.error(request, REFUSED.get(error.code, error.code))
            return redirect("privacy-handed-in")

    return done


@_deed
def take(request: StaffRequest, row: HandedIn) -> HttpResponse:
    """It is this client after all: under another address, or known since."""
    client = find_for_privacy(request.user, typed_text(request, "q")[:254])
    if client is None:
        messages.error(request, "Nobody has this id, address or number. Nothing was changed.")
        return redirect("privacy-handed-in")
    taken = take_in_for(row, client, actor=request.user, at=timezone.now())
    return redirect("privacy-request", taken.reference)


@_deed
def close(request: StaffRequest, row: HandedIn) -> HttpResponse:
    close_handed_in(row, actor=request.user, at=timezone.now())
    messages.success(request, f"{row.public_id} is closed; whom it named is kept no longer.")
    return redirect("privacy-handed-in")
