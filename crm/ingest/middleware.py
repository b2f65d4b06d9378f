"""The short way in: an address of ingest needs no session, no language, no form token and no user.

Behind it stand a dozen layers for people, which cost more than checking twenty events does. What all answers have
in common (request id, transport security) is set by the layers before this one; the rest is set here.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from crm.ingest.urls import CALLS
from crm.ingest.views import batch, single
from crm.ingest.visitors import visitor_id

# Nothing that is answered here is a page: should a browser be made to show it, it may do nothing.
POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
View = Callable[[HttpRequest], HttpResponse]


def _single(kind: str) -> View:
    return lambda request: single(request, kind)


_VIEWS: dict[str, View] = {
    "/v1/batch": batch,
    "/v1/b": batch,
    "/v1/id": visitor_id,
    **{f"/v1/{word}": _single(name) for name, short in CALLS.items() for word in (name, short)},
}


class IngestMiddleware:
    """Answers the addresses of ingest. Whatever else begins with ``/v1/``, or is asked oddly, goes the long way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        view = _VIEWS.get(request.path_info)
        if view is None or request.META.get("QUERY_STRING"):
            return self.get_response(request)
        request.get_host()
        response = view(request)
        response.headers["Content-Length"] = str(len(response.content))
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["X-Frame-Options"] = "DENY"
        return response
