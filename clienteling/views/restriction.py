"""The privacy officer ends a restriction of processing (GDPR Art. 18(3))."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from clienteling.queries.privacy_scope import clients_of_privacy
from clienteling.views.privacy import privacy_page
from clienteling.views.staff import StaffRequest, typed_text
from clienteling.views.words_of_rights import REFUSED
from consent.actions.restrict import lift_restriction
from consent.rights.errors import RightsError


@privacy_page
@require_POST
def lift(request: StaffRequest, uid: str) -> HttpResponse:
    """Whoever obtained it is told before it ends: the officer says so, and why it ends."""
    person = clients_of_privacy(request.user).by_uid(uid)
    if person is None:
        raise Http404
    if request.POST.get("is_told") != "yes":
        messages.error(request, "The client is told before it ends. Nothing was changed.")
        return redirect("privacy-client", person.uid)
    try:
        lift_restriction(person, because=typed_text(request, "because"), actor=request.user, at=timezone.now())
    except RightsError as error:
        messages.error(request, REFUSED[error.code])
    else:
        messages.success(request, "The restriction ended. Connected systems that heard of it are told.")
    return redirect("privacy-client", person.uid)
