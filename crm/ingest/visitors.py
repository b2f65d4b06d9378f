"""``POST /v1/id``: the visitor's anonymous id, in a cookie that the server sets.

Set by the server, since some browsers purge within seven days what a script wrote. Readable by the page's
script, which has to write it on every event: it opens nothing, so there is nothing to protect by hiding it.
"""

import uuid
from datetime import UTC, datetime

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from crm.ingest.answers import allow_origin, problem
from crm.ingest.body import read_body
from crm.ingest.errors import IngestError
from crm.ingest.preflight import allow_known_origin, answer_preflight
from crm.ingest.schema import encode_json
from crm.ingest.sources import source_of

COOKIE = "clt_anonymous_id"
ONE_YEAR = 365 * 24 * 3600


class Ask(msgspec.Struct, rename="camel"):
    """``anonymousId`` is one that the page made a moment ago, for events that could not wait."""

    write_key: str = ""
    consent: str = ""
    anonymous_id: str = ""


@csrf_exempt
def visitor_id(request: HttpRequest) -> HttpResponse:
    """The id of the cookie, or else the page's own, or else a new one; only where consent was given.

    ``consent: "granted"`` is the visitor's explicit choice, so it stands also under Global Privacy Control.
    """
    if request.method == "OPTIONS":
        return answer_preflight(request)
    try:
        ask = _asked(request)
        source_of(request, ask.write_key)
        if ask.consent != "granted":
            raise IngestError("consent_missing", "An anonymous id is made only after consent.", status=403)
    except IngestError as error:
        return allow_known_origin(problem(error), request)
    anonymous_id = _uuid(request.COOKIES.get(COOKIE)) or _uuid(ask.anonymous_id) or str(uuid.uuid4())
    body = {"anonymousId": anonymous_id, "receivedAt": datetime.now(UTC).isoformat()}
    response = HttpResponse(encode_json(body), content_type="application/json")
    response["Cache-Control"] = "no-store"
    response.set_cookie(COOKIE, anonymous_id, max_age=ONE_YEAR, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax")
    return allow_origin(response, request)


def _asked(request: HttpRequest) -> Ask:
    if request.method != "POST":
        raise IngestError("method_not_allowed", "Ask for an id by POST.", status=405)
    try:
        return msgspec.json.decode(read_body(request), type=Ask)
    except (ValueError, RecursionError) as error:
        raise IngestError("json_invalid", "The body is not what the tag sends.") from error


def _uuid(text: str | None) -> str:
    """The text when it is a version 4 UUID, so that nothing else gets into the cookie."""
    try:
        parsed = uuid.UUID(text or "")
    except ValueError:
        return ""
    return str(parsed) if parsed.version == 4 else ""
