"""What crossed from one region's law to another, what was not let, and by which rules; where a client lives by law."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from clienteling.queries.privacy_scope import clients_of_privacy, transfers_of_privacy
from clienteling.queries.transfer_places import name_places
from clienteling.views.privacy import privacy_page
from clienteling.views.staff import StaffRequest, typed_text
from consent.actions.residence import set_residence
from consent.errors import ResidenceError
from consent.models import Processor, TransferRule
from consent.queries.transfers import transfer_page
from consent.residency.regions import home_region

WORDS = {
    "region_unknown": "Choose one of the regions. Nothing was changed.",
    "reason_missing": "Say why, in a few words. Nothing was changed.",
}


@privacy_page
@require_GET
def transfers(request: StaffRequest) -> HttpResponse:
    """The log, newest first, all of it or what was refused; beside it the rules and where the systems lie."""
    is_refused = request.GET.get("refused") == "1"
    page = transfer_page(
        transfers_of_privacy(request.user), is_refused=is_refused, before=request.GET.get("before", "")
    )
    name_places(page.rows)
    shown = {
        "page": page,
        "is_refused": is_refused,
        "rules": TransferRule.objects.order_by("from_region", "to_region"),
        "processors": Processor.objects.filter(is_active=True).select_related("brand").order_by("kind", "name"),
        "home": home_region(),
    }
    return render(request, "clienteling/privacy/transfers.html", shown)


@privacy_page
@require_POST
def residence(request: StaffRequest, uid: str) -> HttpResponse:
    """The officer says under which region's law a client lives, where their country says otherwise."""
    person = clients_of_privacy(request.user).by_uid(uid)
    if person is None:
        raise Http404
    region, because = typed_text(request, "region"), typed_text(request, "because")
    try:
        set_residence(person, region=region, because=because, actor=request.user, at=timezone.now())
    except ResidenceError as error:
        messages.error(request, WORDS[error.code])
    return redirect("privacy-client", person.uid)
