"""The page behind the link of a double opt-in.

A GET shows the words and changes nothing, since scanners follow every link; the yes is a POST. It needs no cookie
(decision 37).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from clienteling.lib.tokens import TokenError, read_link, sign_link
from consent.actions.confirm import confirm_decision, refuse_superseded
from consent.errors import ConsentError
from consent.models import Decision
from consent.queries.questions import is_confirmed, questions_of
from consent.queries.waiting import LINK_LIFE
from consent.views.refusal import refusal_page
from consent.views.words import known_language, words_in

if TYPE_CHECKING:
    from crm.models import Client

LIFE = int(LINK_LIFE.total_seconds())


@dataclass(frozen=True)
class Asked:
    token: str
    pending: Decision
    client: "Client"


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Asks on GET, keeps the yes on POST; a second POST finds the first one's answer."""
    try:
        asked = _asked(token)
    except TokenError as error:
        return refusal_page(request, error.code, explained="confirm_expired" if error.code == "token_expired" else "")
    with translation.override(known_language(asked.pending.language or asked.client.language)):
        return _answered(request, asked) if request.method == "POST" else _shown(request, asked)


def _asked(token: str) -> Asked:
    payload = read_link("confirm", token, max_age=LIFE)
    found = questions_of([str(payload.get("question", ""))])
    if not found:
        raise TokenError("token_invalid")
    return Asked(token, found[0], found[0].client.canonical or found[0].client)


def _shown(request: HttpRequest, asked: Asked) -> HttpResponse:
    """The question; once it is answered, the answer: whoever opens the link again need not wonder."""
    try:
        refuse_superseded(asked.pending, asked.client)
    except ConsentError as error:
        return refusal_page(request, error.code, brand=asked.pending.brand)
    return _page(request, asked, was_confirmed=is_confirmed(asked.pending))


def _answered(request: HttpRequest, asked: Asked) -> HttpResponse:
    try:
        confirm_decision(asked.pending, asked.client, origin="/preferences/confirm/", at=timezone.now())
    except ConsentError as error:
        return refusal_page(request, error.code, brand=asked.pending.brand)
    return _page(request, asked, is_done=True)


def _page(request: HttpRequest, asked: Asked, *, is_done: bool = False, was_confirmed: bool = False) -> HttpResponse:
    brand, language, purpose = asked.pending.brand, translation.get_language() or "en", asked.pending.purpose
    preferences = sign_link(
        "preferences", {"uid": asked.client.uid, "channel": asked.pending.channel, "brand": brand.code}
    )
    context = {
        "brand": brand,
        "token": asked.token,
        "words": words_in(language),
        "purpose": words_in(language).get(purpose.code, purpose.name_in(known_language(language))),
        "notice": asked.pending.notice.text if asked.pending.notice else "",
        "is_done": is_done,
        "was_confirmed": was_confirmed,
        # Only who confirmed is known to own the address; a forwarded mail opens nobody's preferences.
        "preferences": preferences if is_done else "",
    }
    return render(request, "consent/confirm/page.html", context)
