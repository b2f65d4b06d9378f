"""Clients: the list, and beside it the page of one."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from clienteling.queries.client_filters import (
    MAXIMUM_TEXT,
    ClientFilter,
    filter_from,
    narrowing_chips,
    scope_chips,
)
from clienteling.queries.client_list import client_page
from clienteling.queries.client_page import client_page_of
from clienteling.queries.place import place_of
from clienteling.queries.story import moments_of
from clienteling.queries.story_kinds import STORY_CHANNELS, kind_choices
from clienteling.queries.words import action_in_words
from clienteling.rules import boutique_of, may_edit_profile, may_protect_clients
from clienteling.views.staff import ClientClosedError, ClientKeptAbroadError, StaffRequest, clients_page, typed_text
from clienteling.views.words_of_rights import RIGHTS
from consent.actions.access import record_access
from consent.protection import is_closed_to, is_protected, open_until
from consent.queries.quiet import preferred_channel_of
from consent.queries.restriction import restricted_since
from consent.queries.sensitive import sensitive_refused_since
from crm.models import Brand, Client, User

SHOWN = [
    "identity", "contact points", "relations", "purchases", "wishes", "segments", "scores", "consents", "notes",
    "repairs", "satisfaction", "timeline",
]  # fmt: skip
CHANNELS_TO_LOG = ["boutique", "phone", "email", "whatsapp", "wechat", "line", "sms", "post"]


# Where the session keeps what was last typed; gone with the log-out.
TYPED = "clients_typed"


@clients_page
@require_http_methods(["GET", "HEAD", "POST"])
def clients(request: StaffRequest) -> HttpResponse:
    """The list. To htmx: the rows alone, or after the first page only the further rows.

    What is typed comes by POST, and never stands in an address: addresses are kept by browsers and proxies.
    """
    page = _list(request)
    target = request.htmx.target if request.htmx else ""
    if request.GET.get("after") and request.htmx:
        return render(request, "clienteling/clients/_rows.html", page)
    if target == "client-list":
        return render(request, "clienteling/clients/_list.html", page)
    return render(request, "clienteling/clients/page.html", page)


@clients_page
@require_GET
def client(request: StaffRequest, uid: str) -> HttpResponse:
    """One client. Looking is written down in the transaction that reads."""
    with transaction.atomic():
        person = looked_at(request, uid, fields=SHOWN, why=_why(request))
        page = _head(request, person)
    if request.htmx and request.htmx.target == "pane":
        return render(request, "clienteling/clients/_client.html", page)
    return render(request, "clienteling/clients/page.html", {**page, "is_list_later": True})


def looked_at(request: StaffRequest, uid: str, *, fields: list[str], why: str) -> Client:
    """The client of this unique id, and an entry in the access log that this user looked."""
    with transaction.atomic():
        person = visible_client(request.user, uid)
        said = f"{why}, protected" if getattr(person, "is_protected", False) else why
        record_access(user=request.user, client=person, action="viewed", fields=fields, why=said)
    return person


def visible_client(user: User, uid: str) -> Client:
    """The client of this unique id, also by that of a duplicate merged into her; unknown and forbidden answer alike.

    Raises ClientClosedError where they are protected and closed to this user: the page then asks for a reason.
    """
    known = Client.objects.known_to(user).annotate(
        is_closed=is_closed_to(user.pk, at=timezone.now()),
        is_protected=is_protected(),
        open_until=open_until(user.pk),
        restricted_since=restricted_since(),
        sensitive_refused_since=sensitive_refused_since(_house_of(user), at=timezone.now()),
    )
    person = known.by_uid(uid)
    if person is None:
        raise _unseen(user, uid)
    if person.is_closed:  # type: ignore[attr-defined]  # annotated above
        raise ClientClosedError(person)
    return person


def _unseen(user: User, uid: str) -> Http404:
    """Unknown, forbidden, and kept abroad answer alike; the last of them is written down."""
    kept = Client.objects.known_to(user, has_borders=False).by_uid(uid)
    return ClientKeptAbroadError(kept) if kept else Http404()


def _house_of(user: User) -> int | None:
    place = place_of(user)
    return place.brand_id if place else None


def brand_for(user: User, person: Client) -> Brand | None:
    """The brand whose consent and stock count: the user's own, else the first that knows the client."""
    place = place_of(user)
    if place and place.brand:
        return place.brand
    return Brand.objects.filter(relationships__client=person).order_by("relationships__since").first()


def _still_open(person: Client, at: datetime) -> datetime | None:
    """Until when the page is open to this user; None where no reason was needed."""
    until: datetime | None = getattr(person, "open_until", None)
    return until if until and until > at else None


def _why(request: StaffRequest) -> str:
    return "search" if request.GET.get("found") else "list" if request.htmx else "page"


def _chosen(request: StaffRequest) -> ClientFilter:
    if request.method == "POST":
        request.session[TYPED] = typed_text(request, "q")[:MAXIMUM_TEXT]
    is_found = request.method == "POST" or request.GET.get("found")
    return filter_from(request.GET, request.user, text=request.session.get(TYPED, "") if is_found else "")


def _list(request: StaffRequest) -> dict[str, Any]:
    user, boutique = request.user, boutique_of(request.user)
    place = place_of(user)
    chosen = _chosen(request)
    found = client_page(user, chosen, boutique=boutique, at=timezone.now(), after=request.GET.get("after", ""))
    if chosen.text and not request.GET.get("after"):
        record_access(user=user, client=None, action="searched", fields=["identity"], why="search")
    return {
        "chosen": chosen,
        "found": found,
        "scopes": scope_chips(user, chosen),
        "narrowing": narrowing_chips(chosen, place.brand if place else None),
        "selected": request.GET.get("selected", ""),
    }


def _head(request: StaffRequest, person: Client) -> dict[str, Any]:
    user, at = request.user, timezone.now()
    place = place_of(user)
    head = client_page_of(person, user=user, brand=place.brand if place else None, boutique=boutique_of(user), at=at)
    is_open = [state.channel for state in head.channels if state.state == "yes"]
    wished = preferred_channel_of(person, brand=head.brand_id) if head.brand_id else ""
    channel = next((code for code in (wished, "email", "phone", *is_open) if code in is_open), "")
    return {
        "client": person,
        "head": head,
        "moments": moments_of(head.story.entries),
        "page": head.story,
        "kinds": kind_choices(),
        "channels": STORY_CHANNELS,
        "today": timezone.localdate(at),
        "asked_contact": request.GET.get("contact"),
        "best_channel": channel,
        "best_action": action_in_words("Call" if channel == "phone" else "Write", person.salutation) if channel else "",
        "channels_to_log": CHANNELS_TO_LOG,
        "rights": RIGHTS,
        "may_edit": may_edit_profile(user),
        "may_protect": may_protect_clients(user),
        "protection": getattr(person, "is_protected", False),
        "open_until": _still_open(person, at),
        "sensitive_refused_since": getattr(person, "sensitive_refused_since", None),
        "restricted_since": getattr(person, "restricted_since", None),
        "chosen": _chosen(request),
    }
