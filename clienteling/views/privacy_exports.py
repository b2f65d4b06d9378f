"""The privacy officer's page of files that left the house, and of those that were not let out."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from clienteling.queries.privacy_scope import staff_of_privacy
from clienteling.views.privacy import privacy_page
from clienteling.views.staff import StaffRequest
from consent.actions.exports import look_into_export
from consent.models import Export
from consent.queries.exports import export_page


@privacy_page
@require_GET
def exports(request: StaffRequest) -> HttpResponse:
    typed = request.GET.get("before", "")
    before = int(typed) if typed.isdecimal() and len(typed) < 19 else None
    page = export_page(staff_of_privacy(request.user), before=before)
    return render(request, "clienteling/privacy/exports.html", {"page": page})


@privacy_page
@require_POST
def seen(request: StaffRequest, pk: int) -> HttpResponse:
    found = Export.objects.filter(user__in=staff_of_privacy(request.user), pk=pk, is_refused=True).first()
    if found is None:
        raise Http404
    if not look_into_export(found, actor=request.user, at=timezone.now()):
        messages.info(request, "Somebody looked into this before. Nothing was changed.")
    return redirect("privacy-exports")
