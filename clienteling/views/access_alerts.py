"""What stands out in the access log, as a list to work through: asked, explained."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from clienteling.queries.privacy_scope import alerts_of_privacy
from clienteling.views.privacy import privacy_page
from clienteling.views.staff import StaffRequest, typed_text
from consent.actions.alerts import ask_about_alert, explain_alert
from consent.errors import AlertError
from consent.queries.alerts import STATES, alert_page

WORDS = {
    "already_asked": "Somebody asked already. Nothing was changed.",
    "already_explained": "This is explained already. Nothing was changed.",
    "explanation_missing": "Say in a sentence what it was.",
    "explanation_too_long": "Five hundred letters are enough.",
}


@privacy_page
@require_GET
def to_look_into(request: StaffRequest) -> HttpResponse:
    """Those that nobody explained, newest first; or of one state."""
    state = request.GET.get("state", "")
    state = state if state in STATES else ""
    page = alert_page(alerts_of_privacy(request.user), state=state, before=request.GET.get("before", ""))
    return render(request, "clienteling/privacy/alerts.html", {"page": page, "state": state, "states": list(STATES)})


@privacy_page
@require_POST
def answer(request: StaffRequest, pk: int) -> HttpResponse:
    """The officer asked the person, or knows by now what it was."""
    alert = get_object_or_404(alerts_of_privacy(request.user), pk=pk)
    at = timezone.now()
    try:
        if request.POST.get("asked"):
            ask_about_alert(alert, actor=request.user, at=at)
        else:
            explain_alert(alert, explanation=typed_text(request, "explanation"), actor=request.user, at=at)
    except AlertError as error:
        messages.error(request, WORDS[error.code])
    return redirect("privacy-alerts")
