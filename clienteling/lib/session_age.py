"""A log-in of the staff ends by itself: after a while without a hand on it, and at the latest at the day's end.

NIST SP 800-63B-4, section 2.2.3 (AAL2): at most an hour without activity, at most a day in all.
"""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

_BEGAN, _SEEN = "log_in_began", "log_in_seen"
# Written down no more often, so that not every request writes.
_EXACT_TO = 60


class SessionAgeMiddleware:
    """What a page fetches by itself is no activity: a tablet left on the counter would never rest."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_known = request.user.is_authenticated
        if is_known and _is_over(request):
            logout(request)
            messages.info(request, "You were logged out, since nothing happened for a while. Nothing was lost.")
        elif is_known and not (request.method == "GET" and request.headers.get("HX-Request")):
            _note_activity(request)
        response = self.get_response(request)
        # Whatever somebody sees who is logged in stays in no browser, unless its view says otherwise (a picture).
        if is_known and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        if is_known and not request.user.is_authenticated:
            # Not the cookies: shop and app may live on the same host, with log-ins of their own.
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response


@receiver(user_logged_in, dispatch_uid="clienteling.session_age")
def begin(request: HttpRequest | None, **_: object) -> None:
    if request is not None:
        request.session[_BEGAN] = request.session[_SEEN] = int(time.time())


def _is_over(request: HttpRequest) -> bool:
    """A session from before this was counted begins now."""
    now = int(time.time())
    began, seen = request.session.get(_BEGAN, now), request.session.get(_SEEN, now)
    return now - began >= settings.LOG_IN_SECONDS or now - seen >= settings.IDLE_SECONDS


def _note_activity(request: HttpRequest) -> None:
    now = int(time.time())
    request.session.setdefault(_BEGAN, now)
    if now - request.session.get(_SEEN, 0) >= _EXACT_TO:
        request.session[_SEEN] = now
