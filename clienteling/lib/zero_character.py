"""Addresses with a zero character, which PostgreSQL cannot hold, are refused before anybody asks it."""

from collections.abc import Callable
from urllib.parse import unquote

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse

ZERO = "\0"
_MACHINES = ("/api/", "/v1/")


class RefuseZeroCharacterMiddleware:
    """400 with the code ``character_invalid``: as problem details to machines, as the page of a 400 to people."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if ZERO not in request.path_info and ZERO not in unquote(request.META.get("QUERY_STRING", "")):
            return self.get_response(request)
        if not request.path_info.startswith(_MACHINES):
            raise BadRequest("character_invalid")
        body = {
            "type": "about:blank",
            "status": 400,
            "code": "character_invalid",
            "title": "The address holds a zero character.",
        }
        return JsonResponse(body, status=400, content_type="application/problem+json")
