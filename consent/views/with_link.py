"""What every page behind the client's link has in common."""

from collections.abc import Callable
from functools import partial, wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from clienteling.lib.tokens import TokenError
from consent.views.links import DATA_LIFE, LONGEST_LIFE, read_preference_link
from consent.views.refusal import WayOn, refusal_page
from consent.views.words import known_language

LinkView = Callable[..., HttpResponseBase]


def with_link(view: LinkView, *, max_age: int = LONGEST_LIFE) -> LinkView:
    """Hands the view what the token says, in the client's language; answers a bad token by itself.

    No form needs a cookie: what authorises is the signed address, which no other website knows (decision 37).
    """

    @csrf_exempt
    @wraps(view)
    @never_cache
    def opened(request: HttpRequest, token: str, **parts: str) -> HttpResponseBase:
        try:
            link = read_preference_link(token, max_age=max_age)
        except TokenError as error:
            return _refused(request, token, error.code)
        with translation.override(known_language(link.client.language)):
            return view(request, link, **parts)

    return opened


def _refused(request: HttpRequest, token: str, code: str) -> HttpResponse:
    """A link that is too old for the person's data still opens their choices."""
    try:
        link = read_preference_link(token)
    except TokenError:
        return refusal_page(request, code)
    with translation.override(known_language(link.client.language)):
        choices = WayOn(reverse("preferences", args=[token]))
        return refusal_page(request, code, explained="data_expired", on=choices, brand=link.brand)


# For pages that show what the house knows of the person.
with_fresh_link = partial(with_link, max_age=DATA_LIFE)
