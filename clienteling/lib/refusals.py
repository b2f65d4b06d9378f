"""What was refused to a member of the staff is logged: their number and the pattern of the address, never its ids."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)
_REFUSED = (403, 404)


class LogRefusalsMiddleware:
    """A warning for each 403 and 404 to a member of the staff: many of them in a row are somebody who tries doors."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # The interface of machines leaves no user behind.
        user = getattr(request, "user", None)
        if response.status_code in _REFUSED and user is not None and user.is_authenticated:
            route = request.resolver_match.route if request.resolver_match else "no such address"
            logger.warning("Refused %d to user %d: %s %s", response.status_code, user.pk, request.method, route)
        return response
