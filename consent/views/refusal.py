"""What a client reads when a link or a choice is refused: a sentence, a code, and the way on where there is one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from consent.views.words import known_language, words_in

_STATUS = {"token_invalid": 400, "token_expired": 410, "confirmation_superseded": 409}


def refusal_page(
    request: HttpRequest, code: str, *, explained: str = "", on: str = "", brand: object = None
) -> HttpResponse:
    """``explained``: the words that say it better than those of the code. ``on``: the path where the client goes on."""
    words = words_in(known_language(translation.get_language() or "en"))
    title = words["refused"] if code.startswith("token_") else words["unchanged"]
    explanation = words.get(explained or code, words["other"])
    context = {"code": code, "words": words, "title": title, "explanation": explanation, "on": on, "brand": brand}
    return render(request, "consent/refusal/page.html", context, status=_STATUS.get(code, 400))
