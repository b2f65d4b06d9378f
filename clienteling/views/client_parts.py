"""The parts of a client's page that arrive after its head: what would suit her, and her story."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from clienteling.queries.pieces import pieces_for, stock_place
from clienteling.queries.story import moments_of
from clienteling.queries.story_kinds import STORY_CHANNELS, kind_choices
from clienteling.rules import boutique_of
from clienteling.views.clients import brand_for, looked_at
from clienteling.views.staff import StaffRequest, clients_page
from crm.models import Client, User
from crm.queries.timeline import cursor_from, timeline
from crm.sharing import reach_of


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
    """One page of the timeline; ``kind`` and ``channel`` narrow it, ``after`` goes on. Without htmx a whole page."""
    person = looked_at(request, uid, fields=["timeline"], why="story")
    kind, channel = request.GET.get("kind", "")[:20], request.GET.get("channel", "")
    after = cursor_from(request.GET.get("after", ""))
    found = timeline(
        person,
        reach=reach_of(request.user),
        after=after,
        kind=kind,
        channel=channel if channel in STORY_CHANNELS else "",
        limit=40,
    )
    page = {
        "client": person,
        "moments": moments_of(found.entries),
        "page": found,
        "kind": kind,
        "kinds": kind_choices(),
        "channel": channel,
        "channels": STORY_CHANNELS,
        "today": timezone.localdate(),
        "is_further": after is not None,
    }
    template = "_story.html" if request.htmx else "story.html"
    return render(request, f"clienteling/clients/{template}", page)
