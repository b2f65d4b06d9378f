"""Errors as problem details (RFC 9457) with a stable code."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler


class Problem(exceptions.APIException):
    """A refusal with a stable ``code``, an HTTP status and one sentence for a person."""

    def __init__(self, code: str, detail: str, *, status: int = 400, **extra: Any) -> None:
        super().__init__(detail, code)
        self.status_code, self.code, self.extra = status, code, extra


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's handler, its answer turned into ``application/problem+json``."""
    response = exception_handler(error, context)
    if response is None:
        return None
    body: dict[str, Any] = {"type": "about:blank", "status": response.status_code, "code": _code(error)}
    if isinstance(error, exceptions.ValidationError):
        body |= {"title": "Some fields are not valid.", "errors": response.data}
    else:
        body |= {"title": _title(error), **getattr(error, "extra", {})}
    response.data, response.content_type = body, "application/problem+json"
    return response


def _code(error: Exception) -> str:
    if isinstance(error, Http404):
        return "not_found"
    if isinstance(error, PermissionDenied):
        return "permission_denied"
    if isinstance(error, exceptions.ValidationError):
        return "invalid"
    codes = error.get_codes() if isinstance(error, exceptions.APIException) else "error"
    return codes if isinstance(codes, str) else "invalid"


def _title(error: Exception) -> str:
    return str(getattr(error, "detail", "")) or "Nothing was found here."
