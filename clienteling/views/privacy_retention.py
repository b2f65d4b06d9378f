"""What the house forgets, when, and whom the privacy officer keeps from it."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from clienteling.queries.privacy_scope import clients_of_privacy, find_for_privacy
from clienteling.views.privacy import privacy_page
from clienteling.views.staff import StaffRequest, typed_text
from consent.actions.hold import HoldError, lift_hold, place_hold
from consent.models import RetentionHold
from consent.queries.retention import (
    HOLDS_ON_A_PAGE,
    batch_in_the_making,
    batches_shown,
    live_holds,
    rules_in_force,
)

WHY_NOT = {
    "reason_missing": "Say why this client is to be kept. Nothing was changed.",
    "already_held": "This client is kept already. Nothing was changed.",
    "already_lifted": "This hold was lifted already. Nothing was changed.",
}


class PageForm(forms.Form):
    before = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)


@privacy_page
@require_GET
def retention(request: StaffRequest) -> HttpResponse:
    form = PageForm(request.GET)
    clients = clients_of_privacy(request.user)
    holds = live_holds(clients, before=form.cleaned_data["before"] if form.is_valid() else None)
    shown = holds[:HOLDS_ON_A_PAGE]
    batches = batches_shown(clients)
    context = {
        "batches": batches,
        "are_past": any(each.batch.done_at for each in batches),
        "in_the_making": batch_in_the_making(),
        "rules": rules_in_force(timezone.now()),
        "holds": shown,
        "older": shown[-1].pk if len(holds) > len(shown) else None,
        "today": timezone.now().date(),
    }
    return render(request, "clienteling/privacy/retention.html", context)


@privacy_page
@require_POST
def hold(request: StaffRequest) -> HttpResponse:
    """Whom is typed by POST, so that no address stands in a log."""
    client = find_for_privacy(request.user, typed_text(request, "q")[:254])
    if client is None:
        messages.error(request, "Nobody has this id, address or number. Nothing was changed.")
        return redirect("privacy-retention")
    try:
        place_hold(client, reason=typed_text(request, "reason")[:200], actor=request.user, at=timezone.now())
    except HoldError as error:
        messages.error(request, WHY_NOT[error.code])
    else:
        messages.success(request, f"{client.uid} is kept until you lift the hold.")
    return redirect("privacy-retention")


@privacy_page
@require_POST
def lift(request: StaffRequest, pk: int) -> HttpResponse:
    found = RetentionHold.objects.select_related("client").filter(pk=pk, client__in=clients_of_privacy(request.user))
    placed = found.first()
    if placed is None:
        raise Http404
    try:
        lift_hold(placed, actor=request.user, at=timezone.now())
    except HoldError as error:
        messages.error(request, WHY_NOT[error.code])
    else:
        messages.success(request, f"The rules hold for {placed.client.uid} again.")
    return redirect("privacy-retention")
