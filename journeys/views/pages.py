"""The journeys: which there are, how each stands, and holding one."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from crm.models import User
from journeys.actions.pause import pause_journey, resume_journey
from journeys.models import Journey
from journeys.queries.overview import JourneyOverview, journey_overview, journeys_of, unknown_sends
from journeys.rules import brands_with_journeys_seen_by, may_pause_journeys
from journeys.views.words import kind_text, node_text, reason_words


@require_safe
@login_required
def journey_list(request: HttpRequest) -> HttpResponse:
    brands = brands_with_journeys_seen_by(request.user)
    if not brands.exists():
        raise PermissionDenied
    return render(request, "journeys/list/page.html", {"lines": journeys_of(brands, now=timezone.now())})


@require_safe
@login_required
def journey_page(request: HttpRequest, brand: str, code: str) -> HttpResponse:
    journey = _journey_or_404(request, brand, code)
    overview = journey_overview(journey, now=timezone.now())
    if overview is None:
        raise Http404
    context = {
        "overview": overview,
        "nodes": _shown_nodes(overview),
        "early_ends": [(reason_words(reason), count) for reason, count in overview.early_ends],
        "not_sent": [(reason_words(reason), count) for reason, count in overview.not_sent],
        "unknown": [(send, reason_words(send.reason)) for send in unknown_sends(journey, request.user)],
        "may_pause": may_pause_journeys(request.user, journey.brand),
    }
    return render(request, "journeys/journey/page.html", context)


@require_POST
@login_required
def pause(request: HttpRequest, brand: str, code: str) -> HttpResponse:
    journey = _pausable_or_403(request, brand, code)
    if pause_journey(journey, actor_id=cast(User, request.user).pk):
        messages.success(request, f"{journey.name} is held. Its timers stay where they are.")
    return HttpResponseRedirect(reverse("journey", args=[brand, code]))


@require_POST
@login_required
def resume(request: HttpRequest, brand: str, code: str) -> HttpResponse:
    journey = _pausable_or_403(request, brand, code)
    if resume_journey(journey, actor_id=cast(User, request.user).pk):
        messages.success(request, f"{journey.name} goes on. Messages that became late are dropped.")
    return HttpResponseRedirect(reverse("journey", args=[brand, code]))


def _journey_or_404(request: HttpRequest, brand: str, code: str) -> Journey:
    brands = brands_with_journeys_seen_by(request.user)
    if not brands.exists():
        raise PermissionDenied
    journey = Journey.objects.select_related("brand").filter(brand__in=brands, brand__code=brand, code=code).first()
    if journey is None:
        raise Http404
    return journey


def _pausable_or_403(request: HttpRequest, brand: str, code: str) -> Journey:
    journey = _journey_or_404(request, brand, code)
    if not may_pause_journeys(request.user, journey.brand):
        raise PermissionDenied
    return journey


def _shown_nodes(overview: JourneyOverview) -> list[dict[str, Any]]:
    return [
        {
            "kind": each.kind,
            "label": kind_text(each.kind),
            "text": node_text(each.node),
            "waiting": each.waiting,
            # The criteria that end a run early hold at every step; the picture shows them once.
            "has_branch": position == 1,
            "passed": [(word, count) for word, count in each.passed if count or word in ("entered", "sent", "ended")],
        }
        for position, each in enumerate(overview.nodes)
    ]
