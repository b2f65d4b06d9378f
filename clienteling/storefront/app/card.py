"""The card: a code to show in the boutique, and what is under way."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from clienteling.lib.qr import qr_svg
from clienteling.storefront import public_api
from clienteling.storefront.app.members import member_page
from clienteling.storefront.own_card import card_of
from clienteling.storefront.pages import render_app
from clienteling.storefront.visitor import Visitor

SECONDS = 20
"""How long a code is shown; the house lets it live longer, so that the last one shown still works."""


@require_safe
@member_page
def card(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    facts = read_card(visitor)
    allowed = [
        consent["channel"]
        for consent in facts["consents"]
        if consent["purpose"] == "marketing" and consent["state"] == "yes"
    ]
    return render_app(request, visitor, "card/page", card=facts, allowed=allowed, tab="card", **_code(visitor))


@require_safe
@member_page
def code(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The fragment that the page renews itself with."""
    return render_app(request, visitor, "card/_code", **_code(visitor))


@require_safe
@member_page
def qr(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """A fresh code as a picture, for a screen that shows nothing else."""
    drawn: SafeString | str = _code(visitor)["qr"]
    return HttpResponse(str(drawn), content_type="image/svg+xml")


@require_safe
@member_page
def orders(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    return render_app(request, visitor, "orders/page", card=read_card(visitor), tab="orders")


def read_card(visitor: Visitor) -> dict[str, Any]:
    return card_of(visitor.uid, visitor.language)


def _code(visitor: Visitor) -> dict[str, Any]:
    """A new code, drawn and in letters that can be read aloud in two groups."""
    fresh = public_api.send("check-ins/codes/", client_uid=visitor.uid)["code"]
    half = len(fresh) // 2
    return {"qr": qr_svg(fresh), "typed": f"{fresh[:half]} {fresh[half:]}", "seconds": SECONDS}
