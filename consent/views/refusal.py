"""What a client reads when a link or a choice is refused: a sentence and a code."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from consent.views.words import known_language, words_in

_STATUS = {"token_invalid": 400, "token_expired": 410, "confirmation_superseded": 409}


def refusal_page(request: HttpRequest, code: str) -> HttpResponse:
    words = words_in(known_language(translation.get_language() or "en"))
    context = {"code": code, "words": words, "explanation": words.get(code, words["other"])}
    return render(request, "consent/refusal/page.html", context, status=_STATUS.get(code, 400))
