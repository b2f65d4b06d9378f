"""Clients: the list, and beside it the page of one."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from clienteling.queries.client_filters import filter_from, narrowing_chips, scope_chips
from clienteling.queries.client_list import client_page
from clienteling.queries.client_page import client_head
from clienteling.queries.pieces import pieces_bought
from clienteling.queries.place import place_of
from clienteling.queries.words import action_in_words
from clienteling.rules import boutique_of
from clienteling.views.staff import StaffRequest, clients_page
from consent.actions.access import record_access
from crm.models import Brand, Client, User

SHOWN = ["identity", "contact points", "purchases", "segments", "consents", "notes"]
CHANNELS_TO_LOG = ["boutique", "phone", "email", "whatsapp", "wechat", "line", "sms", "post"]


@clients_page
@require_GET
def clients(request: StaffRequest) -> HttpResponse:
    """The list. To htmx: the rows alone, or after the first page only the further rows."""
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
        person = visible_client(request.user, uid)
        record_access(user=request.user, client=person, action="viewed", fields=SHOWN, why=_why(request))
        page = _head(request, person)
    if request.htmx and request.htmx.target == "pane":
        return render(request, "clienteling/clients/_client.html", page)
    chosen = filter_from(request.GET, request.user)
    return render(request, "clienteling/clients/page.html", {**page, "chosen": chosen, "is_list_later": True})


def visible_client(user: User | AnonymousUser, uid: str) -> Client:
    """The client of this unique id, also by that of a duplicate merged into her; unknown and forbidden answer alike."""
    seen = Client.objects.visible_to(user)
    return seen.filter(uid=uid).first() or get_object_or_404(seen, duplicates__uid=uid)


def brand_for(user: User, person: Client) -> Brand | None:
    """The brand whose consent and stock count: the user's own, else the first that knows the client."""
    place = place_of(user)
    if place and place.brand:
        return place.brand
    return Brand.objects.filter(relationships__client=person).order_by("relationships__since").first()


def _why(request: StaffRequest) -> str:
    return "search" if request.GET.get("q") else "list" if request.htmx else "page"


def _list(request: StaffRequest) -> dict[str, Any]:
    user, boutique = request.user, boutique_of(request.user)
    place = place_of(user)
    chosen = filter_from(request.GET, user)
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
    head = client_head(person, user=user, brand=brand_for(user, person), boutique=boutique_of(user), at=at)
    is_open = [state.channel for state in head.channels if state.state == "yes"]
    channel = next((code for code in ("email", "phone", *is_open) if code in is_open), "")
    return {
        "client": person,
        "head": head,
        "bought": pieces_bought(person),
        "today": timezone.localdate(at),
        "asked_contact": request.GET.get("contact"),
        "best_channel": channel,
        "best_action": action_in_words("Call" if channel == "phone" else "Write", person.salutation) if channel else "",
        "channels_to_log": CHANNELS_TO_LOG,
        "chosen": filter_from(request.GET, user),
    }
