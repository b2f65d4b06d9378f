"""What a client reads when a link or a choice is refused: a sentence, a code, and the way on where there is one."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from consent.views.words import known_language, words_in

_STATUS = {"token_invalid": 400, "token_expired": 410, "confirmation_superseded": 409}


@dataclass(frozen=True)
class WayOn:
    """The path where the client goes on, and the words that it is called by."""

    path: str
    words: str = "to_choices"


def refusal_page(
    request: HttpRequest, code: str, *, explained: str = "", on: WayOn | None = None, brand: object = None
) -> HttpResponse:
    """``explained``: the words that say it better than those of the code."""
    words = words_in(known_language(translation.get_language() or "en"))
    context = {
        "code": code,
        "words": words,
        "title": words["refused"] if code.startswith("token_") else words["unchanged"],
        "explanation": words.get(explained or code, words["other"]),
        "on": on.path if on else "",
        "on_words": words[on.words] if on else "",
        "brand": brand,
    }
    return render(request, "consent/refusal/page.html", context, status=_STATUS.get(code, 400))
