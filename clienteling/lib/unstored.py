"""What machines are answered is kept by no cache between: it is of clients, and a key is no session that ends."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

_OF_MACHINES = "/api/"


class UnstoredMiddleware:
    """``no-store`` on each answer of the interface, unless its view says otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith(_OF_MACHINES):
            response.headers.setdefault("Cache-Control", "no-store")
        return response
