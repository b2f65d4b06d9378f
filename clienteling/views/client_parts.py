"""The parts of a client's page that arrive after its head: what would suit her, and her story."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_GET

from clienteling.queries.pieces import pieces_for, stock_place
from clienteling.queries.story import moments_of
from clienteling.rules import boutique_of
from clienteling.views.clients import brand_for, looked_at
from clienteling.views.staff import StaffRequest, clients_page
from crm.models import Client, User
from crm.queries.timeline import timeline, timeline_kinds

KINDS = {
    "purchase": "Purchases",
    "visit": "Visits",
    "contact": "Conversations",
    "send": "Messages",
    "interaction": "Web and app",
    "consent": "Consents",
    "segment": "Segments",
}


@clients_page
@require_GET
def for_client(request: StaffRequest, uid: str) -> HttpResponse:
    person = looked_at(request, uid, fields=["recommendations"], why="for-client")
    page = {"client": person, **_pieces(request.user, person)}
    return render(request, "clienteling/clients/_for_client.html", page)


def _pieces(user: User, person: Client) -> dict[str, Any]:
    brand = brand_for(user, person)
    place = stock_place(brand, boutique_of(user)) if brand else None
    if brand is None or place is None:
        return {"pieces": [], "place": None}
    return {"pieces": pieces_for(person, brand=brand, place=place), "place": place}


@clients_page
@require_GET
def story(request: StaffRequest, uid: str) -> HttpResponse:
    """One page of the timeline; ``kind`` narrows it, ``before`` goes on. Without htmx it is a page of its own."""
    person = looked_at(request, uid, fields=["timeline"], why="story")
    kind = request.GET.get("kind", "")
    before = _moment(request.GET.get("before", ""))
    found = timeline(person, before=before, kind=kind, limit=40)
    page = {
        "client": person,
        "moments": moments_of(found.entries),
        "page": found,
        "kind": kind,
        "kinds": [(code, KINDS.get(code, code.capitalize())) for code in _in_order(timeline_kinds())],
        "today": timezone.localdate(),
        "is_further": before is not None,
    }
    template = "_story.html" if request.htmx else "story.html"
    return render(request, f"clienteling/clients/{template}", page)


def _in_order(kinds: list[str]) -> list[str]:
    known = list(KINDS)
    return sorted(kinds, key=lambda kind: known.index(kind) if kind in known else len(known))


def _moment(text: str) -> datetime | None:
    """The cursor; anything else than a moment with its zone begins at the newest."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None
