"""What an advisor answers to a suggestion: yes, later, no; and the answer taken back."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from clienteling.actions.suggestions import answer_suggestion, take_back_answer
from clienteling.queries.suggestions import suggestions_for
from clienteling.rules import boutique_of
from clienteling.views.staff import StaffRequest, clients_page
from crm.models import Client

ANSWERS = {"accept": "accepted", "later": "snoozed", "dismiss": "dismissed"}


@clients_page
@require_POST
def answer(request: StaffRequest, uid: str, kind: str, said: str) -> HttpResponse:
    """Accepting goes to her page with the place to write down what was said; the others change the row."""
    client = _client(request, uid)
    kept = answer_suggestion(request.user, client, kind, answer=ANSWERS[said], at=timezone.now())
    if said == "accept":
        asked = urlencode({"contact": request.POST.get("channel", "")})
        return redirect(f"{reverse('client', args=[client.uid])}?{asked}#contact")
    if not request.htmx:
        return redirect("my-day")
    page = {"client": client, "kind": kind, "answer": kept}
    return render(request, "clienteling/my_day/_suggestion_answered.html", page)


@clients_page
@require_POST
def take_back(request: StaffRequest, uid: str, kind: str) -> HttpResponse:
    client, at = _client(request, uid), timezone.now()
    take_back_answer(request.user, client, kind, at=at)
    boutique = boutique_of(request.user)
    if not request.htmx or boutique is None:
        return redirect("my-day")
    again = [entry for entry in suggestions_for(request.user, boutique, at) if entry.client.pk == client.pk]
    return render(request, "clienteling/my_day/_suggestions.html", {"suggestions": again})


def _client(request: StaffRequest, uid: str) -> Client:
    if boutique_of(request.user) is None:
        raise Http404
    return get_object_or_404(Client.objects.visible_to(request.user), uid=uid)
