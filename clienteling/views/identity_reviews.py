"""The desk of clients who were put aside, because they have more identifiers than one person has."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from clienteling.queries.identity_desk import PAGE, brought, counts_in_words, reviews_for, waiting_reviews
from clienteling.rules import may_change_identity
from clienteling.views.staff import StaffRequest, View, clients_page, typed_text
from consent.actions.access import record_access
from crm.actions.identity_review import block_brought, close_review, take_off_brought
from crm.identity.errors import IdentityError
from crm.models import Client, Identifier, IdentityReview


def reviewer_page(view: View) -> View:
    """For whoever may change what identifies a client."""

    @clients_page
    @wraps(view)
    def answered(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_change_identity(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return answered


@reviewer_page
@require_GET
def waiting(request: StaffRequest) -> HttpResponse:
    """Who waits. That the list was read is written down."""
    after = request.GET.get("after", "")
    with transaction.atomic():
        found = waiting_reviews(request.user, after=int(after) if after.isdecimal() and len(after) < 19 else 0)
        record_access(user=request.user, client=None, action="viewed", fields=["identity"], why="identity reviews")
    shown = found[:PAGE]
    page = {
        "rows": [(review, counts_in_words(review)) for review in shown],
        "next": shown[-1].pk if len(found) > PAGE else None,
        "today": timezone.localdate(),
    }
    return render(request, "clienteling/identity/reviews.html", page)


@reviewer_page
@require_GET
def one(request: StaffRequest, pk: int) -> HttpResponse:
    with transaction.atomic():
        review = _review(request, pk)
        record_access(user=request.user, client=review.client, action="viewed", fields=["identity"], why=str(review))
        page = {
            "review": review,
            "client": review.client,
            "counts": counts_in_words(review),
            "groups": brought(review),
            "today": timezone.localdate(),
        }
    return render(request, "clienteling/identity/review.html", page)


@reviewer_page
@require_POST
def close(request: StaffRequest, pk: int) -> HttpResponse:
    review = _review(request, pk)
    if _did(request, lambda: close_review(review, actor=request.user, at=timezone.now())):
        messages.success(request, f"{review.client.name} is linked on. What comes from now on counts anew.")
    return redirect("identity-reviews")


@reviewer_page
@require_POST
def take_off(request: StaffRequest, pk: int) -> HttpResponse:
    review = _review(request, pk)
    namespace, source = typed_text(request, "namespace")[:40], typed_text(request, "source")[:80]
    asked = {"namespace": namespace, "source": source, "actor": request.user, "at": timezone.now()}
    if _did(request, lambda: take_off_brought(review, **asked)):  # type: ignore[arg-type]
        messages.success(request, f"What {source} brought is taken off. Each can be given back on the client's page.")
    return redirect("identity-review", review.pk)


@reviewer_page
@require_POST
def block(request: StaffRequest, pk: int, identifier: int) -> HttpResponse:
    review = _review(request, pk)
    records = Client.objects.records_of(review.client)
    found = get_object_or_404(Identifier, client__in=records, retracted_at=None, pk=identifier)
    if _did(request, lambda: block_brought(review, found, actor=request.user, at=timezone.now())):
        messages.success(request, "It means nobody from now on. An administrator can allow it again.")
    return redirect("identity-review", review.pk)


def _review(request: StaffRequest, pk: int) -> IdentityReview:
    return get_object_or_404(reviews_for(request.user).select_related("client", "decided_by"), pk=pk)


def _did(request: StaffRequest, act: Callable[[], object]) -> bool:
    try:
        act()
    except IdentityError:
        messages.error(request, "Somebody was quicker and decided this already. Nothing was changed.")
        return False
    return True
