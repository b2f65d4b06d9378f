"""Protected clients: open the page for a stated reason, mark somebody, and the officer's hand on it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from clienteling.queries.privacy_scope import clients_of_privacy
from clienteling.rules import may_protect_clients
from clienteling.views.clients import visible_client
from clienteling.views.privacy import privacy_page
from clienteling.views.staff import StaffRequest, clients_page, closed_page, typed_text
from consent.actions.protect import lift_protection, open_protected, protect_client
from consent.errors import ProtectionError
from consent.models import Protection
from crm.models import Client

WORDS = {
    "kind_unknown": "Choose one of the reasons.",
    "reason_too_short": "Say in a few words why, so that somebody else understands it later.",
    "reason_too_long": "Two hundred letters are enough.",
    "already_protected": "This client is protected already. Nothing was changed.",
    "not_protected": "This client is not protected. Nothing was changed.",
}


@clients_page
@require_POST
def open_client(request: StaffRequest, uid: str) -> HttpResponse:
    """A reason, and a few words: then the page is open for a quarter of an hour."""
    person = Client.objects.known_to(request.user).by_uid(uid)
    if person is None:
        raise Http404
    kind, because = typed_text(request, "kind"), typed_text(request, "because")
    try:
        open_protected(person, kind=kind, because=because, user=request.user, at=timezone.now())
    except ProtectionError as error:
        if error.code != "not_protected":
            return closed_page(request, person, error=WORDS[error.code], typed=because, kind=kind)
    return redirect("client", person.uid)


@clients_page
@require_http_methods(["GET", "POST"])
def protect(request: StaffRequest, uid: str) -> HttpResponse:
    """A manager marks a client of their boutique, whom they may see."""
    person = visible_client(request.user, uid)
    if not may_protect_clients(request.user):
        return render(request, "403.html", status=403)
    if request.method == "GET":
        return render(request, "clienteling/clients/protect.html", _form(person))
    if error := _protected(request, person):
        return render(request, "clienteling/clients/protect.html", _form(person, request, error), status=422)
    messages.success(
        request, "Protected. Whoever opens the page from now on says why, and the privacy officer is told."
    )
    return redirect("clients")


@privacy_page
@require_POST
def decide(request: StaffRequest, uid: str) -> HttpResponse:
    """The officer marks a client, or lifts it."""
    person = clients_of_privacy(request.user).by_uid(uid)
    if person is None:
        raise Http404
    error = _lifted(request, person) if request.POST.get("lift") else _protected(request, person)
    if error:
        messages.error(request, error)
    return redirect("privacy-client", person.uid)


def _form(person: Client, request: StaffRequest | None = None, error: str = "") -> dict[str, object]:
    typed = {name: typed_text(request, name) for name in ("kind", "because")} if request else {}
    return {"client": person, "kinds": Protection.Kind.choices, "error": error, "typed": typed}


def _protected(request: StaffRequest, person: Client) -> str:
    """What is wrong with it; empty when done."""
    kind, because = typed_text(request, "kind"), typed_text(request, "because")
    try:
        protect_client(person, kind=kind, because=because, actor=request.user, at=timezone.now())
    except ProtectionError as error:
        return WORDS[error.code]
    return ""


def _lifted(request: StaffRequest, person: Client) -> str:
    try:
        lift_protection(person, because=typed_text(request, "because"), actor=request.user, at=timezone.now())
    except ProtectionError as error:
        return WORDS[error.code]
    return ""
