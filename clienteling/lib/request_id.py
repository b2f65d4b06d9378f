"""A request id for every request, in the answer's header, in the logs and in access entries."""

import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

_current: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """The id of the request being answered; empty outside one."""
    return _current.get()


class RequestIdMiddleware:
    """Sets a fresh id; one sent by a caller is not trusted, since it would end up in the logs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _current.set(uuid.uuid4().hex)
        try:
            response = self.get_response(request)
            response.headers["X-Request-Id"] = _current.get()
            return response
        finally:
            _current.reset(token)
