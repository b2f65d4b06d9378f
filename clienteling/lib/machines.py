"""What holds for every call of the interface, beside its key."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

_OF_MACHINES = "/api/"


class MachinesMiddleware:
    """A log-in of the staff counts for nothing here, neither for the call nor as a hand on it; and what is answered is
    kept by no cache between (``no-store``), unless its view says otherwise. Stands behind the middleware that logs in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(_OF_MACHINES):
            return self.get_response(request)
        # REST framework puts nobody in the place of whoever is logged in, and what stands behind would trip over that.
        request.user = AnonymousUser()
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response
