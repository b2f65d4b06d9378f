"""A machine that calls over plain HTTP is refused: redirected, it would go on sending its key in the clear."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

_OF_MACHINES = ("/v1/", "/api/", "/hooks/")
_REFUSAL = {
    "type": "about:blank",
    "status": 403,
    "code": "https_required",
    "title": "Call over https. Whatever key was in this request went over the network in the clear: replace it.",
}


class RefusePlainHttpMiddleware:
    """Where people are redirected (``SECURE_SSL_REDIRECT``). Stands before the middleware that redirects them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SECURE_SSL_REDIRECT and not request.is_secure() and request.path.startswith(_OF_MACHINES):
            return JsonResponse(_REFUSAL, status=403, content_type="application/problem+json")
        return self.get_response(request)
