"""Whoever said again who they are goes on under a new session key: one that was taken before is worth nothing."""

from collections.abc import Callable

from allauth.account.internal.flows.login import get_authentication_records
from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse


class FreshSessionMiddleware:
    """Whichever way it was asked: password, authenticator app, passkey. A log-in makes a new key by itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or not request.user.is_authenticated:
            return self.get_response(request)
        person, known = request.user.pk, get_authentication_records(request, request.user)
        response = self.get_response(request)
        if request.user.pk == person and len(get_authentication_records(request, request.user)) > len(known):
            _change_key(request)
        return response


def _change_key(request: HttpRequest) -> None:
    """The list of log-ins goes with it, so that it can still be ended from there."""
    former = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=former).update(session_key=request.session.session_key)
