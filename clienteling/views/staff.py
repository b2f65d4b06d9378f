"""What every staff page has in common: a person logged in, the boutique's clock, nothing kept by the browser."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from clienteling.actions.leave import note_kept_abroad
from clienteling.lib.zero_character import ZERO
from clienteling.queries.place import place_of
from clienteling.rules import may_see_clients
from consent.models import Opening
from crm.models import Client, User
from crm.protection import masked

View = Callable[..., HttpResponse]


class ClientClosedError(Exception):
    """The client is protected, and closed to this user until they give a reason (code ``client_closed``)."""

    code = "client_closed"

    def __init__(self, client: Client) -> None:
        super().__init__(self.code)
        self.client = client


class ClientKeptAbroadError(Http404):
    """The user would see the client if their data might cross a border (decision 33); it answers as an unknown one."""

    def __init__(self, client: Client) -> None:
        super().__init__()
        self.client = client


class StaffRequest(HttpRequest):
    """A request of somebody who is logged in."""

    user: User
    htmx: Any


def staff_page(view: View) -> View:
    """Logged in; times as the boutique's clock has them; no copy left in a shared tablet's cache."""

    @wraps(view)
    def answered(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            # A fragment is not replaced by the log-in page: what was typed beside it would be lost.
            return HttpResponse(status=401) if request.htmx else redirect_to_login(request.get_full_path())
        with timezone.override(zone_of(request.user)):
            response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        # One address answers a page, or to htmx its fragment.
        patch_vary_headers(response, ["HX-Request"])
        return response

    return answered


def clients_page(view: View) -> View:
    """The same, for whoever works with clients; others read in one sentence why there is nothing here."""

    @staff_page
    @wraps(view)
    def answered(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_see_clients(request.user):
            return render(request, "clienteling/no_clients.html", status=403)
        try:
            return view(request, *args, **kwargs)
        except ClientClosedError as closed:
            return closed_page(request, closed.client)
        except ClientKeptAbroadError as kept:
            # Here, behind the transaction that was looking: what is refused is written down.
            note_kept_abroad(kept.client, user=request.user)
            raise

    return answered


def closed_page(
    request: HttpRequest, client: Client, *, error: str = "", typed: str = "", kind: str = ""
) -> HttpResponse:
    """What stands in the place of a protected client's page: that there is one, and the question why.

    A part of a page that was open and is open no more makes the whole page come anew.
    """
    is_pane = request.headers.get("HX-Target") == "pane"
    shown = {"closed": masked(client), "kinds": Opening.Kind.choices, "error": error, "typed": typed, "kind": kind}
    # The browser, and htmx with it, shows what is asked for; everything else is refused.
    is_asked = request.method == "GET" and (is_pane or "HX-Request" not in request.headers)
    status = 422 if error else 200 if is_asked else 403
    template = "clienteling/clients/_closed.html" if is_pane else "clienteling/clients/closed.html"
    response = render(request, template, shown, status=status)
    if status == 403 and "HX-Request" in request.headers:
        response["HX-Refresh"] = "true"
    return response


def typed_text(request: HttpRequest, name: str) -> str:
    """What was typed into a field, without blanks around it, and without the character no database keeps."""
    return request.POST.get(name, "").replace(ZERO, "").strip()


def zone_of(user: User) -> ZoneInfo:
    """The boutique's time zone, else the brand's, else UTC."""
    place = place_of(user)
    owner = place and (place.boutique or place.brand)
    return ZoneInfo(owner.timezone if owner else "UTC")
