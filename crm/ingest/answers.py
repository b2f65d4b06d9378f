"""What the sender is told."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse

from crm.ingest.errors import IngestError
from crm.ingest.schema import encode_json
from crm.ingest.store import StoreResult


def problem(error: IngestError) -> HttpResponse:
    """The refusal of a whole request, as problem details (RFC 9457)."""
    body = {"type": "about:blank", "title": error.detail, "status": error.status, "code": error.code}
    response = HttpResponse(json.dumps(body), status=error.status, content_type="application/problem+json")
    if error.status == 401:
        # Not Basic, although that is how the key is sent: browsers would ask the visitor for a password.
        response["WWW-Authenticate"] = 'WriteKey realm="ingest"'
    if error.retry_after is not None:
        response["Retry-After"] = str(error.retry_after)
    return response


def outcome(result: StoreResult, received_at: str) -> HttpResponse:
    """What was kept and what was not. ``receivedAt`` lets a sender learn how far its clock is off."""
    body: dict[str, Any] = {
        "success": True,
        "accepted": result.accepted,
        "duplicates": result.duplicates,
        "rejected": [
            {"index": each.index, "messageId": each.message_id, "code": each.code, "detail": each.detail}
            for each in result.rejected
        ],
        "warnings": [{"index": index, "code": code} for index, code in result.warnings],
        "receivedAt": received_at,
    }
    return HttpResponse(encode_json(body), content_type="application/json")


def allow_origin(response: HttpResponse, request: HttpRequest) -> HttpResponse:
    """Let the page that asked read the answer. Its origin must have been found to be allowed."""
    if origin := request.headers.get("Origin"):
        response["Access-Control-Allow-Origin"] = origin
        response["Access-Control-Allow-Credentials"] = "true"
        response["Access-Control-Expose-Headers"] = "Retry-After"
        response["Vary"] = "Origin"
    return response
