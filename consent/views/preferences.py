"""The page of preferences, and the one-click way out (RFC 8058).

Mail programs and link scanners follow every link, so a GET changes nothing. A POST needs no cookie and no token
beside its signed address (decision 37): the one-click comes from a mail provider, the others may from a browser that
keeps nothing.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clienteling.lib.tokens import TokenError
from consent.actions.prefer import change_preference
from consent.actions.quieten import limit_marketing, pause_marketing
from consent.actions.suppress import withdraw_by_link, withdraw_on_address
from consent.errors import ConsentError
from consent.purposes import MARKETING_CHANNELS
from consent.queries.lookers import lookers_of
from consent.queries.quiet import quiet_of
from consent.views.links import PreferenceLink, address_of_message, records_of
from consent.views.refusal import WayOn, refusal_page
from consent.views.shown import shown_preferences
from consent.views.with_link import with_link
from consent.views.words import known_language, words_in


@require_safe
@with_link
def preferences(request: HttpRequest, link: PreferenceLink) -> HttpResponse:
    return _page(request, link)


@require_POST
@with_link
def decide(request: HttpRequest, link: PreferenceLink) -> HttpResponse:
    """One purpose on one channel, given or withdrawn; then back to the page, which shows what holds now."""
    try:
        change_preference(
            link.client,
            brand=link.brand,
            purpose=request.POST.get("purpose", ""),
            channel=request.POST.get("channel", ""),
            is_wanted=request.POST.get("answer") == "give",
            language=known_language(link.client.language),
            origin=link.origin,
            at=timezone.now(),
            went_to=link.went_to,
        )
    except ConsentError as error:
        return _refused(request, link, error)
    return HttpResponseRedirect(reverse("preferences", args=[link.token]))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponseBase:
    """POST stops everything that rests on consent, on the message's channel, for its brand; from the page of choices,
    on every channel that stands there (``everywhere``). Twice is once.

    The address to which the message went is stopped as well, though it be another's by now, or nobody's.
    """
    answer = _unsubscribe(request, token)
    if request.method == "POST":
        _stop_address(token)
    return answer


def _stop_address(token: str) -> None:
    """A token that is none says nothing; the page answers it."""
    with suppress(TokenError):
        if (went := address_of_message(token)) is not None:
            withdraw_on_address(
                went.channel, went.first_hash, brand=went.brand, origin=went.origin, at=timezone.now()
            )  # fmt: skip


@with_link
def _unsubscribe(request: HttpRequest, link: PreferenceLink) -> HttpResponse:
    if request.method != "POST":
        return render(request, "consent/unsubscribe/page.html", _context(link))
    for channel in MARKETING_CHANNELS if "everywhere" in request.POST else [link.channel]:
        withdraw_by_link(link.client, brand=link.brand, channel=channel, origin=link.origin, at=timezone.now())
    return _page(request, link, is_stopped=True)


@require_POST
@with_link
def pause(request: HttpRequest, link: PreferenceLink) -> HttpResponse:
    """Nothing of marketing for a month or three; 0 ends the pause."""
    days = request.POST.get("days", "")
    return _quietened(
        request, link, lambda at: pause_marketing(link.client, brand=link.brand, days=_number(days), at=at)
    )


@require_POST
@with_link
def limit(request: HttpRequest, link: PreferenceLink) -> HttpResponse:
    """No more than so many messages of marketing in thirty days; empty takes the wish back."""
    typed = request.POST.get("at_most", "")
    at_most = _number(typed) if typed else None
    return _quietened(request, link, lambda at: limit_marketing(link.client, brand=link.brand, at_most=at_most, at=at))


def _quietened(request: HttpRequest, link: PreferenceLink, ask: Callable[[datetime], object]) -> HttpResponse:
    try:
        ask(timezone.now())
    except ConsentError as error:
        return _refused(request, link, error)
    return HttpResponseRedirect(reverse("preferences", args=[link.token]))


def _refused(request: HttpRequest, link: PreferenceLink, error: ConsentError) -> HttpResponse:
    return refusal_page(request, error.code, on=WayOn(reverse("preferences", args=[link.token])), brand=link.brand)


def _number(typed: str) -> int:
    """-1 for what is none, which every action refuses."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else -1


def _page(request: HttpRequest, link: PreferenceLink, *, is_stopped: bool = False) -> HttpResponse:
    words = words_in(link.client.language)
    rows = shown_preferences(link.client, brand=link.brand, language=link.client.language)
    context = {
        **_context(link),
        "rows": rows,
        "is_stopped": is_stopped,
        "may_stop": any(each.preference.channel and each.preference.state == "yes" for each in rows),
        "quiet": quiet_of(link.client, brand=link.brand, at=timezone.now()),
        "frequencies": [(number, words[f"often_{number or 'any'}"]) for number in (None, 1, 2, 4)],
        "lookers": [(each, words[each.role or "gone"]) for each in lookers_of(records_of(link.client))],
    }
    return render(request, "consent/preferences/page.html", context)


def _context(link: PreferenceLink) -> dict[str, object]:
    return {"brand": link.brand, "token": link.token, "here": "choices", "words": words_in(link.client.language)}
