"""The addresses of the specification: ``POST /v1/batch`` and ``/v1/{identify,track,page,screen,group,alias}``.

Plain Django views without the API framework: no session, no form token (a write key is no secret of the
visitor's, and no cookie is trusted here), and one pass over the bytes.
"""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from crm.ingest.answers import allow_origin, outcome, problem
from crm.ingest.body import read_body
from crm.ingest.errors import IngestError
from crm.ingest.parse import ParsedRequest, parse_batch, parse_single
from crm.ingest.preflight import allow_known_origin, answer_preflight
from crm.ingest.prepare import Arrival
from crm.ingest.rate import charge
from crm.ingest.rejects import count_rejected
from crm.ingest.sources import source_of
from crm.ingest.store import Rejected, StoreResult, store_calls
from crm.models import Source

TOO_LARGE = frozenset({"event_too_large"})


@csrf_exempt
def batch(request: HttpRequest) -> HttpResponse:
    return _answer(request, kind="")


@csrf_exempt
def single(request: HttpRequest, kind: str) -> HttpResponse:
    return _answer(request, kind=kind)


def _answer(request: HttpRequest, *, kind: str) -> HttpResponse:
    if request.method == "OPTIONS":
        return answer_preflight(request)
    received_at = datetime.now(UTC)
    try:
        source, result = _take_in(request, kind, received_at)
    except IngestError as error:
        if error.code != "rate_limited":
            count_rejected(None, [(error.code, error.detail)], received_at.date())
        return allow_known_origin(problem(error), request)
    if kind and result.rejected:
        return allow_origin(problem(_refusal(result.rejected[0])), request)
    return allow_origin(outcome(result, received_at.isoformat()), request)


def _take_in(request: HttpRequest, kind: str, received_at: datetime) -> tuple[Source, StoreResult]:
    if request.method != "POST":
        raise IngestError("method_not_allowed", "Send calls by POST.", status=405)
    body = read_body(request)
    parsed = parse_single(body, kind) if kind else parse_batch(body)
    source = source_of(request, parsed.write_key)
    charge(source, len(parsed.calls))
    result = store_calls(source, parsed.calls, _arrival(request, parsed, received_at))
    if counted := [(each.code, each.detail) for each in result.rejected] + result.withheld:
        count_rejected(source, counted, received_at.date())
    return source, result


def _arrival(request: HttpRequest, parsed: ParsedRequest, received_at: datetime) -> Arrival:
    return Arrival(
        received_at=received_at,
        kind=parsed.kind,
        sent_at=parsed.sent_at,
        context=parsed.context,
        is_opted_out=request.headers.get("Sec-GPC") == "1",
        is_clean=parsed.is_clean,
    )


def _refusal(rejected: Rejected) -> IngestError:
    return IngestError(rejected.code, rejected.detail, status=413 if rejected.code in TOO_LARGE else 400)
