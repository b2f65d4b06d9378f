"""My Day: where the app opens. Each block is also a fragment of its own, changed in place."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from clienteling.queries.day import greeting_at, masked_for, sales_of_day, tasks_of_day, visits_now
from clienteling.queries.place import place_of
from clienteling.queries.privacy_scope import alerts_of_privacy, handed_in_of_privacy
from clienteling.queries.request_desk import requests_of_privacy
from clienteling.queries.suggestions import suggestions_for
from clienteling.rules import boutique_of, may_see_clients, may_see_privacy
from clienteling.views.staff import StaffRequest, staff_page
from consent.queries.requests import counted_handed_in, counted_requests
from crm.models import Boutique, Membership, User


@staff_page
@require_GET
def my_day(request: StaffRequest) -> HttpResponse:
    at = timezone.now()
    now = timezone.localtime(at)
    boutique = boutique_of(request.user)
    page: dict[str, Any] = {
        "now": now,
        "greeting": greeting_at(now.hour),
        "boutique": boutique,
        "may_see_clients": may_see_clients(request.user),
    }
    if boutique:
        page |= _boutique_day(request.user, boutique, at)
    elif may_see_privacy(request.user):
        page["desk"] = _desk(request.user, at)
    return render(request, "clienteling/my_day/page.html", page)


def _desk(user: User, at: datetime) -> dict[str, Any]:
    """What waits at the privacy officer's desk."""
    waiting = alerts_of_privacy(user).filter(explained_at=None).count()
    return {
        "requests": counted_requests(requests_of_privacy(user), at=at),
        "handed_in": counted_handed_in(handed_in_of_privacy(user), at=at),
        "alerts": waiting,
    }


def _boutique_day(user: User, boutique: Boutique, at: datetime) -> dict[str, Any]:
    place = place_of(user)
    is_manager = place is not None and place.role == Membership.Role.MANAGER
    visits, tasks = list(visits_now(boutique, at)), list(tasks_of_day(user, boutique, at))
    masked_for(user, *visits, *tasks)
    return {
        "visits": visits,
        "suggestions": suggestions_for(user, boutique, at),
        "tasks": tasks,
        "sales": sales_of_day(boutique, at, advisor=None if is_manager else user),
        "is_manager": is_manager,
        "today": timezone.localdate(at),
    }
