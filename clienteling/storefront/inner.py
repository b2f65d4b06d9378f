"""The project's own WSGI application, for a request inside a request."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse


class InnerApplication:
    """Every middleware and every address, as over the wire, but without the signals that begin and end a request.

    Their receivers look after the thread's database connection, which is still the outer request's: one that
    is in a transaction would be closed under it.
    """

    def __init__(self) -> None:
        self._handler = BaseHandler()
        self._handler.load_middleware()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        # A server hands paths over as bytes that look like Latin-1 (PEP 3333); httpx hands over the letters.
        environ["PATH_INFO"] = environ["PATH_INFO"].encode().decode("latin-1")
        response = self._handler.get_response(WSGIRequest(environ))
        assert isinstance(response, HttpResponse)  # noqa: S101  # the public interface streams nothing
        start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return [response.content]


@cache
def inner_application() -> InnerApplication:
    return InnerApplication()
