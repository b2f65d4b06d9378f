"""The question on the boutique's tablet: handed over by the advisor, read and answered by the client.

The link is signed, names the questions and lives for a quarter of an hour; it opens on the tablet, or by its QR code
on the client's own telephone. It needs no log-in, and leads nowhere else.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from clienteling.lib.tokens import TokenError, read_link, sign_link
from consent.actions.ask import answer_question
from consent.errors import ConsentError
from consent.models import Decision
from consent.queries.preferences import masked
from consent.queries.questions import is_answered, question_reference, questions_of
from consent.views.refusal import WayOn, refusal_page
from consent.views.words import known_language, words_in

if TYPE_CHECKING:
    from crm.models import Client

LIFE = 15 * 60
DAY = 24 * 3600
_ORIGIN = "/preferences/hand/"


@dataclass(frozen=True)
class Asked:
    """``back``: the path of the page to which whoever holds the tablet returns."""

    token: str
    client: "Client"
    questions: list[Decision]
    back: str


def hand_link(questions: list[Decision], *, back: str) -> str:
    """The token of the client's screen for these questions, all of one client and brand."""
    return sign_link("hand", {"questions": [question_reference(each) for each in questions], "back": back})


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def in_hand(request: HttpRequest, token: str) -> HttpResponse:
    """Asks on GET; on POST keeps all the answers or, where one is missing, none."""
    try:
        asked = _asked(token)
    except TokenError as error:
        return _closed(request, token, error.code)
    with _in_their_language(asked):
        if request.method == "POST":
            return _answered(request, asked)
        return _page(request, asked, was_answered=all(map(is_answered, asked.questions)))


def _closed(request: HttpRequest, token: str, code: str) -> HttpResponse:
    """After its quarter of an hour the screen says so in the client's language, and leads back; for a day."""
    try:
        asked = _asked(token, max_age=DAY)
    except TokenError:
        return refusal_page(request, code)
    with _in_their_language(asked):
        return _refused(request, asked, code, explained="hand_expired")


def _in_their_language(asked: Asked) -> translation.override:
    return translation.override(known_language(asked.questions[0].language or asked.client.language))


def _asked(token: str, *, max_age: int = LIFE) -> Asked:
    payload = read_link("hand", token, max_age=max_age)
    questions = questions_of(payload.get("questions", []))
    if not questions:
        raise TokenError("token_invalid")
    client = questions[0].client.canonical or questions[0].client
    return Asked(token, client, questions, str(payload.get("back", "")))


def _answered(request: HttpRequest, asked: Asked) -> HttpResponse:
    said = {each.pk: request.POST.get(f"answer-{each.pk}", "") for each in asked.questions}
    if set(said.values()) - {"yes", "no"}:
        return _page(request, asked, is_missing=True, said=said)
    try:
        with transaction.atomic():
            for each in asked.questions:
                answer_question(each, asked.client, is_wanted=said[each.pk] == "yes", origin=_ORIGIN, at=timezone.now())
    except ConsentError as error:
        return _refused(request, asked, error.code)
    return _page(request, asked, is_done=True)


def _refused(request: HttpRequest, asked: Asked, code: str, *, explained: str = "") -> HttpResponse:
    """The tablet goes back to the house; on the client's own telephone there is nowhere to go back to."""
    back = WayOn(asked.back, "hand_back") if request.user.is_authenticated else None
    return refusal_page(request, code, explained=explained, on=back, brand=asked.questions[0].brand)


def _page(request: HttpRequest, asked: Asked, **facts: object) -> HttpResponse:
    language = translation.get_language() or "en"
    words = words_in(language)
    said = facts.get("said") or {}
    questions = [
        {
            "pk": each.pk,
            "purpose": words.get(each.purpose.code, each.purpose.name_in(known_language(language))),
            "channel": words.get(each.channel, each.channel),
            "contact": masked(asked.client.contact_point(each.channel) or "") if each.channel else "",
            "notice": each.notice.text if each.notice else "",
            "said": said.get(each.pk, "") if isinstance(said, dict) else "",
        }
        for each in asked.questions
    ]
    context = {"brand": asked.questions[0].brand, "asked": asked, "words": words, "questions": questions, **facts}
    return render(request, "consent/hand/page.html", context, status=422 if facts.get("is_missing") else 200)
