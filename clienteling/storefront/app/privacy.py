"""What the client allows: seen, given and taken back with the same one touch."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from clienteling.storefront import public_api
from clienteling.storefront.app.card import read_card
from clienteling.storefront.app.members import member_page
from clienteling.storefront.notices import Choice, tell_decision
from clienteling.storefront.pages import render_app
from clienteling.storefront.public_api import ApiRefusal
from clienteling.storefront.visitor import Visitor

_KEPT = gettext_lazy("Kept. It holds from the next message on.")
_WAITS = gettext_lazy("We have written to your address. Your yes holds once you follow the link there.")


@dataclass(frozen=True)
class PurposeChoices:
    """One purpose and its choices, one for each channel, as ``/api/v1/clients/<uid>/choices/`` gives them."""

    code: str
    name: str
    notice: str
    depth: int
    choices: list[dict[str, Any]]


@require_safe
@member_page
def privacy(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    shown = public_api.read(f"clients/{visitor.uid}/choices/", language=visitor.language)
    purposes, card = _purposes(shown), read_card(visitor)
    return render_app(request, visitor, "privacy/page", card=card, purposes=purposes, tab="privacy")


@require_POST
@member_page
def choose(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """One decision. ``state`` is what is wanted: yes gives, no withdraws."""
    status = "given" if request.POST.get("state") == "yes" else "withdrawn"
    try:
        kept = _tell(request, visitor, status)
    except ApiRefusal as refusal:
        if refusal.status not in {400, 409}:
            raise
        messages.error(request, _("This choice could not be kept; what held before still holds."))
    else:
        messages.success(request, _WAITS if kept == "pending" else _KEPT)
    return HttpResponseRedirect(reverse("app-privacy"))


@require_POST
@member_page
def open_own_page(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """On to the client's own page at the house, as whoever has logged in here."""
    return HttpResponseRedirect(public_api.send("links/preferences/", client_uid=visitor.uid)["url"])


def _tell(request: HttpRequest, visitor: Visitor, status: str) -> str:
    """The status under which the house kept it."""
    purpose, channel = request.POST.get("purpose", ""), request.POST.get("channel", "")
    choice = Choice(purpose, status, origin=reverse("app-privacy"), channel=channel, method="app")
    return tell_decision(visitor.uid, choice, visitor.language)


def _purposes(shown: list[dict[str, Any]]) -> list[PurposeChoices]:
    """In the order of the tree, as the client's own page has it."""
    purposes: dict[str, PurposeChoices] = {}
    for choice in shown:
        code = choice["purpose"]
        fresh = PurposeChoices(code, choice["name"], choice["notice"], choice["depth"], [])
        purposes.setdefault(code, fresh).choices.append(choice)
    return list(purposes.values())
