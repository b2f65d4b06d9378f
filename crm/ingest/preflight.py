"""What a browser asks before it sends something that is not simple (a gzip body, an Authorization header)."""

from django.http import HttpRequest, HttpResponse

from crm.ingest.answers import allow_origin
from crm.ingest.sources import is_known_origin

# The last is what Segment's library for browsers says on every try after the first: without it no retry comes through.
HEADERS = ("Authorization", "Content-Encoding", "Content-Type", "X-Retry-Count")


def answer_preflight(request: HttpRequest) -> HttpResponse:
    """Allowed for an origin that some source names; the key itself is looked at when the calls come."""
    response = allow_known_origin(HttpResponse(status=204), request)
    if response.has_header("Access-Control-Allow-Origin"):
        response["Access-Control-Allow-Methods"] = "POST"
        response["Access-Control-Allow-Headers"] = ", ".join(HEADERS)
        response["Access-Control-Max-Age"] = "7200"
    return response


def allow_known_origin(response: HttpResponse, request: HttpRequest) -> HttpResponse:
    """Let a page read an answer that was given before its key was looked at, if any source names its origin."""
    origin = request.headers.get("Origin")
    return allow_origin(response, request) if origin and is_known_origin(origin) else response
