"""Where the link of a message lands: a greeting, the pieces of the message, and an account to make."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_safe

from clienteling.storefront import public_api
from clienteling.storefront.app.account_form import AccountForm
from clienteling.storefront.app.join import opened_response
from clienteling.storefront.house import HOUSE
from clienteling.storefront.notices import notices_for
from clienteling.storefront.pages import app_page, render_app
from clienteling.storefront.public_api import ApiRefusal
from clienteling.storefront.visitor import Visitor, speaking

_TOKEN = "storefront.link"  # noqa: S105  # the name of a place, not a secret


@require_safe
@app_page
def hello(request: HttpRequest, visitor: Visitor, token: str) -> HttpResponse:
    """Checks the link and goes on to an address without it, so that no measuring ever keeps the token.

    Nothing of the client changes, so a scanner that opens the link does no harm.
    """
    try:
        public_api.send("links/read/", token=token[:1000])
    except ApiRefusal as refusal:
        return _unreadable(request, visitor, refusal)
    request.session[_TOKEN] = token
    return HttpResponseRedirect(reverse("app-welcome"))


@require_http_methods(["GET", "HEAD", "POST"])
@app_page
def welcome(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    token = request.session.get(_TOKEN)
    if not token:
        return HttpResponseRedirect(reverse("app-join"))
    try:
        link = public_api.send("links/read/", token=token)
    except ApiRefusal as refusal:
        return _unreadable(request, visitor, refusal)
    language = _language_of(request, link["language"])
    with translation.override(language):
        return _greeted(request, speaking(visitor, language), link)


def _greeted(request: HttpRequest, visitor: Visitor, link: dict[str, Any]) -> HttpResponse:
    form = AccountForm(request.POST or None)
    if form.is_valid() and (account := form.open_account(visitor, uid=link["client_uid"])):
        request.session.pop(_TOKEN, None)
        return opened_response(visitor, form, account)
    return render_app(
        request,
        visitor,
        "hello/page",
        link=link,
        form=form,
        is_member=visitor.uid == link["client_uid"],
        pieces=_pieces(visitor, link["products"]),
        notices=notices_for(visitor),
        status=422 if form.is_bound else 200,
    )


def _pieces(visitor: Visitor, codes: list[str]) -> list[dict[str, Any]]:
    """The pieces of the message, in its order, as they stand today."""
    ways = {"language": visitor.language, "currency": HOUSE.currency}
    found = [public_api.read(f"products/{code}/", **ways) for code in codes[:6]]
    return [piece for piece in found if piece["in_stock"]]


def _language_of(request: HttpRequest, language: str) -> str:
    """A language that the visitor chose by hand wins over the one the message was written in."""
    if "django_language" in request.COOKIES:
        return translation.get_language() or language
    try:
        return translation.get_supported_language_variant(language)
    except LookupError:
        return translation.get_language() or "en"


def _unreadable(request: HttpRequest, visitor: Visitor, refusal: ApiRefusal) -> HttpResponse:
    # A client whom the house no longer knows gets the words of a link that is not whole, and no more.
    is_old = refusal.code == "token_expired"
    code, status = ("token_expired", 410) if is_old else ("token_invalid", 400)
    return render_app(request, visitor, "hello/unreadable", code=code, is_old=is_old, status=status)
