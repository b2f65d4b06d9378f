"""The client's own data, on their own page: read, and corrected where it is wrong.

Behind a link of this month (``with_fresh_link``): an old mail that somebody finds shows nobody's day of birth.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from clienteling.lib.zero_character import ZERO
from consent.errors import ConsentError
from consent.purposes import MARKETING_CHANNELS
from consent.queries.preferences import masked
from consent.queries.quiet import preferred_channel_of
from consent.views.links import PreferenceLink, preference_token
from consent.views.with_link import with_fresh_link
from consent.views.words import known_language, words_in
from crm.actions.own_data import OwnData, OwnDataError, correct_own_data
from crm.identity.address_code import address_code

FIELDS = ("given_name", "family_name", "birth_date", "city", "country", "language", "preferred_channel")


@require_safe
@with_fresh_link
def own_data(request: HttpRequest, link: PreferenceLink) -> HttpResponse:
    return _page(request, link, _held(link), is_kept="kept" in request.GET, is_asked="asked" in request.GET)


@require_POST
@with_fresh_link
def correct(request: HttpRequest, link: PreferenceLink) -> HttpResponse:
    said = {name: request.POST.get(name, "").replace(ZERO, "").strip()[:200] for name in FIELDS}
    try:
        client = correct_own_data(link.client, OwnData(**said), brand=link.brand, at=timezone.now())
    except (OwnDataError, ConsentError) as error:
        return _page(request, link, said, refusal=error.code)
    # A fresh link, since this one grows old: who corrects today may want to again.
    token = preference_token(client, link.brand, channel=link.channel, went_to=link.went_to)
    return HttpResponseRedirect(f"{reverse('own-data', args=[token])}?kept")


def shown_data(request: HttpRequest, link: PreferenceLink, *, refusal: str) -> HttpResponse:
    """The page as it stands, with a sentence on what was refused."""
    return _page(request, link, _held(link), refusal=refusal)


def _held(link: PreferenceLink) -> dict[str, str]:
    client = link.client
    return {
        "given_name": client.given_name,
        "family_name": client.family_name,
        "birth_date": client.birth_date.isoformat() if client.birth_date else "",
        "city": client.city,
        "country": client.country,
        "language": known_language(client.language),
        "preferred_channel": preferred_channel_of(client, brand=link.brand),
    }


def _page(
    request: HttpRequest, link: PreferenceLink, said: dict[str, str], *, refusal: str = "", **done: bool
) -> HttpResponse:
    words, client = words_in(link.client.language), link.client
    reachable = [code for code in MARKETING_CHANNELS if client.contact_point(code)]
    addresses = [("email", each) for each in client.contact_points("email")]
    addresses += [("phone", each) for each in client.contact_points("phone")]
    context = {
        "brand": link.brand, "token": link.token, "words": words, "here": "data", "said": said, **done,
        "code": refusal, "refused": words.get(refusal, words["other"]) if refusal else "",
        "languages": settings.LANGUAGES, "channels": [(code, words[code]) for code in reachable],
        "replaceable": [(address_code(each), masked(each)) for each in client.contact_points("email")],
        "addresses": [(words[channel], masked(each)) for channel, each in addresses],
    }  # fmt: skip
    return render(request, "clienteling/own_data/page.html", context, status=422 if refusal else 200)
