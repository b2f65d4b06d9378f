"""How clean the clients are, and the desk where likely doubles are decided."""

from collections.abc import Callable
from datetime import datetime
from functools import partial, wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from clienteling.queries.duplicates_desk import (
    FIELDS,
    duplicate_rates,
    next_pair,
    open_proposals,
    proposals_for,
    rate_line,
)
from clienteling.queries.identity_desk import reviews_for
from clienteling.rules import may_decide_duplicates
from clienteling.views.staff import StaffRequest, View, clients_page
from consent.actions.access import record_access, record_access_to_many
from crm.actions.decide_duplicates import ProposalError, keep_apart, merge_proposed, reopen_proposal
from crm.merging.errors import MergeError
from crm.models import DuplicateProposal, User
from crm.queries.contradictions import contradiction_page
from crm.queries.sure_pairs import FEWEST_DECISIONS, current_threshold

SHOWN = ["identity", "contact points", "purchases"]
REFUSALS = {
    "already_decided": "Somebody was quicker and decided this pair. Nothing was changed.",
    "not_decided": "That decision was undone already. Nothing was changed.",
    "choice_unknown": "That choice is not one of the two. Nothing was changed.",
    "already_merged": "The two are one already. Nothing was changed.",
    "client_not_live": "One of the two was merged into a third meanwhile. Nothing was changed.",
    "undo_later_first": "She was merged further since. Undo that first, on her page.",
}
Decide = Callable[..., DuplicateProposal]


def desk_page(view: View) -> View:
    """For whoever may decide which records are one person."""

    @clients_page
    @wraps(view)
    def answered(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_decide_duplicates(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return answered


@desk_page
@require_GET
def overview(request: StaffRequest) -> HttpResponse:
    rates = duplicate_rates()
    highest = max((rate.duplicates / rate.clients for rate in rates if rate.clients), default=0.0)
    shown = [(rate, rate.duplicates / rate.clients if rate.clients else 0.0) for rate in rates]
    context = {
        "newest": shown[0] if shown else None,
        "line": rate_line(rates),
        "days": [(rate, f"{share:.2%}", round(100 * share / highest) if highest else 0) for rate, share in shown],
        "waiting": open_proposals(request.user).count(),
        "aside": reviews_for(request.user).filter(decided_at=None).count(),
        "threshold": current_threshold(),
        "merges_by_rule": settings.AUTOMATIC_MERGES,
        "fewest_decisions": FEWEST_DECISIONS,
    }
    return render(request, "clienteling/data_quality/page.html", context)


@desk_page
@require_GET
def contradictions(request: StaffRequest) -> HttpResponse:
    """Dates that cannot be, page by page. That the list was read is written down."""
    with transaction.atomic():
        page = contradiction_page(request.user, after=request.GET.get("after", ""))
        record_access_to_many(
            (client.pk for client, _ in page.rows),
            user=request.user,
            action="viewed",
            fields=["identity", "purchases"],
            why="dates that cannot be",
        )
    return render(request, "clienteling/data_quality/contradictions.html", {"page": page})


@desk_page
@require_GET
def duplicates(request: StaffRequest) -> HttpResponse:
    """The next pair. Looking at the two is written down."""
    with transaction.atomic():
        pair = next_pair(
            request.user, after=_number(request.GET.get("after")), before=_number(request.GET.get("before"))
        )
        for client in (pair.proposal.a, pair.proposal.b) if pair else ():
            record_access(user=request.user, client=client, action="viewed", fields=SHOWN, why="duplicates")
    decided = _number(request.GET.get("decided"))
    context = {
        "pair": pair,
        "waiting": open_proposals(request.user).count(),
        "undo": proposals_for(request.user).filter(pk=decided, decided_by=request.user).first() if decided else None,
    }
    return render(request, "clienteling/data_quality/duplicates.html", context)


@desk_page
@require_POST
def merge(request: StaffRequest, pk: int) -> HttpResponse:
    """``survivor`` and each field say a or b; what is not said is decided as merges decide it."""
    typed = {field: request.POST[field] for field in FIELDS.values() if field in request.POST}
    return _decided(request, pk, partial(merge_proposed, survivor=request.POST.get("survivor", "a"), choices=typed))


@desk_page
@require_POST
def apart(request: StaffRequest, pk: int) -> HttpResponse:
    return _decided(request, pk, keep_apart)


@desk_page
@require_POST
def undo(request: StaffRequest, pk: int) -> HttpResponse:
    proposal = get_object_or_404(proposals_for(request.user), pk=pk)
    if _did(request, reopen_proposal, proposal):
        messages.success(request, f"Undone: {proposal.a.name} and {proposal.b.name} wait to be decided again.")
    return redirect("duplicates")


def _decided(request: StaffRequest, pk: int, decide: Decide) -> HttpResponse:
    proposal = get_object_or_404(proposals_for(request.user), pk=pk)
    done = _did(request, decide, proposal)
    # The pair behind this one comes next, whichever way it was decided.
    asked = {"after": proposal.pk, **({"decided": proposal.pk} if done else {})}
    return redirect(f"{reverse('duplicates')}?{urlencode(asked)}")


def _did(request: StaffRequest, decide: Decide, proposal: DuplicateProposal) -> bool:
    user: User = request.user
    now: datetime = timezone.now()
    try:
        decide(proposal, actor=user, at=now)
    except (ProposalError, MergeError) as error:
        messages.error(request, REFUSALS.get(error.code, "That could not be done. Nothing was changed."))
        return False
    return True


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 19 else None
