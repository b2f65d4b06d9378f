"""The client's rights, on their own page: asked for, followed, proved by a code, taken back, and the file fetched.

What is asked goes through ``consent.rights``; here are only the doors. A link may lie in a forwarded mail, so what
shows everything or cannot be undone asks for a code that goes to an address which the house knew before.
"""

from collections.abc import Callable

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from consent.models import DataExport, RequestStep, Restriction, SubjectRequest
from consent.models.request import MOST_TRIES
from consent.rights.close import withdraw_request
from consent.rights.errors import RightsError
from consent.rights.export.order import FETCHING, WITH_A_FILE, export_of, fetch_export
from consent.rights.identity import ask_for_code, confirm_identity
from consent.rights.requests import open_request, requests_of
from consent.views.links import PreferenceLink
from consent.views.proof_of_code import is_proof, keep_proof, kept_proof, proof_of
from consent.views.with_link import with_link
from consent.views.words import Words, words_in

Kind, State = SubjectRequest.Kind, SubjectRequest.State
# One house's messages and conclusions are that house's; everything else concerns the record of all.
_OF_ONE_HOUSE = (Kind.OBJECTION_MARKETING, Kind.OBJECTION_PROFILING)
OFFERED = (
    (Kind.OBJECTION_MARKETING, "marketing"),
    (Kind.OBJECTION_PROFILING, "profiling"),
    (Kind.HUMAN_REVIEW, "review"),
    (Kind.RESTRICTION, "restriction"),
)
_STATUS = {
    "too_many_codes": 429,
    "request_closed": 409,
    "request_not_open": 409,
    "export_not_ready": 409,
    "identity_unconfirmed": 403,
}


@require_safe
@with_link
def rights(request: HttpRequest, link: PreferenceLink) -> HttpResponse:
    return _overview(request, link)


@require_POST
@with_link
def ask(request: HttpRequest, link: PreferenceLink) -> HttpResponse:
    """One right. What waits for a code has it sent at once."""
    kind, detail = request.POST.get("kind", ""), request.POST.get("detail", "").replace("\x00", "")
    try:
        asked = open_request(
            link.client, kind=kind, intake=SubjectRequest.Intake.CLIENT_PAGE, detail=detail,
            brand=link.brand if kind in _OF_ONE_HOUSE else None,
        )  # fmt: skip
        if asked.state == State.UNCONFIRMED or asked.kind in WITH_A_FILE:
            ask_for_code(asked)
    except RightsError as error:
        return _overview(request, link, refusal=error.code)
    return HttpResponseRedirect(_address(link, asked))


@require_safe
@with_link
def one(request: HttpRequest, link: PreferenceLink, reference: str) -> HttpResponse:
    return _one(request, link, _request(link, reference))


@require_POST
@with_link
def send_code(request: HttpRequest, link: PreferenceLink, reference: str) -> HttpResponse:
    return _done(request, link, reference, ask_for_code)


@require_POST
@with_link
def type_code(request: HttpRequest, link: PreferenceLink, reference: str) -> HttpResponse:
    code = request.POST.get("code", "")[:20].replace("\x00", "")
    answer = _done(request, link, reference, lambda asked: confirm_identity(asked, code))
    return _proved(request, link, reference) if answer.status_code == 302 else answer


@require_POST
@with_link
def take_back(request: HttpRequest, link: PreferenceLink, reference: str) -> HttpResponse:
    return _done(request, link, reference, lambda asked: withdraw_request(asked, at=timezone.now()))


@require_POST
@with_link
def fetch(request: HttpRequest, link: PreferenceLink, reference: str) -> HttpResponseBase:
    """The archive, to whoever typed a code within the last quarter of an hour, in the browser where they typed it.

    The proof comes with the form and not with a cookie alone, so no other website has the file fetched.
    """
    asked = _request(link, reference)
    if not is_proof(request.POST.get("proof", ""), reference):
        return _one(request, link, asked, refusal="identity_unconfirmed")
    try:
        path = fetch_export(asked)
    except RightsError as error:
        return _one(request, link, asked, refusal=error.code)
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{asked.reference}.zip")


def _done(
    request: HttpRequest, link: PreferenceLink, reference: str, do: Callable[[SubjectRequest], object]
) -> HttpResponse:
    asked = _request(link, reference)
    try:
        do(asked)
    except RightsError as error:
        asked.refresh_from_db()
        return _one(request, link, asked, refusal=error.code)
    return HttpResponseRedirect(_address(link, asked))


def _proved(request: HttpRequest, link: PreferenceLink, reference: str) -> HttpResponse:
    """Where the file is ready the answer itself holds the proof, for a browser that keeps no cookie."""
    asked, proof = _request(link, reference), proof_of(reference)
    address, export = _address(link, asked), export_of(asked)
    is_there = export is not None and not _is_made(export)
    answer = _one(request, link, asked, proof=proof) if is_there else HttpResponseRedirect(address)
    keep_proof(answer, proof, at=address)
    return answer


def _request(link: PreferenceLink, reference: str) -> SubjectRequest:
    """Theirs, on any record of theirs; somebody else's and none answer alike."""
    found = next((each for each in requests_of(link.client) if each.reference == reference), None)
    if found is None:
        raise Http404
    return found


def _address(link: PreferenceLink, asked: SubjectRequest) -> str:
    return reverse("own-request", args=[link.token, asked.reference])


def _overview(request: HttpRequest, link: PreferenceLink, *, refusal: str = "") -> HttpResponse:
    words = words_in(link.client.language)
    context = {
        **_context(link, words, refusal),
        "requests": [_shown(each, words) for each in requests_of(link.client)[:50]],
        "offered": [(kind, words[f"ask_{name}"], words[f"ask_{name}_more"]) for kind, name in OFFERED],
    }
    return render(request, "consent/rights/page.html", context, status=_STATUS.get(refusal, 400) if refusal else 200)


def _one(
    request: HttpRequest, link: PreferenceLink, asked: SubjectRequest, *, refusal: str = "", proof: str = ""
) -> HttpResponse:
    """``proof``: of a code typed just now; else the one that this browser kept."""
    words, export = words_in(link.client.language), export_of(asked) if asked.kind in WITH_A_FILE else None
    typed, proof = asked.challenges.filter(used_at__gte=timezone.now() - FETCHING), proof or kept_proof(request)
    is_known, is_made = is_proof(proof, asked.reference) and typed.exists(), _is_made(export)
    # A code that was typed is not asked for again before there is a file to fetch.
    is_proved = is_known or (is_made and typed.exists())
    context = {
        **_context(link, words, refusal),
        "each": _shown(asked, words),
        "wants_code": asked.state == State.UNCONFIRMED or (asked.kind in WITH_A_FILE and not is_proved),
        "is_code_sent": _waits_for_code(asked),
        "is_ready": export is not None and not is_made,
        "is_made": is_made,
        "is_known": is_known,
        "proof": proof if is_known else "",
        "may_take_back": asked.state in (State.UNCONFIRMED, State.OPEN),
        "reviews": _reviews(asked, words),
        "ended": Restriction.objects.filter(request=asked.reference).exclude(lifted_at=None).last(),
    }
    return render(request, "consent/rights/one.html", context, status=_STATUS.get(refusal, 400) if refusal else 200)


def _is_made(export: DataExport | None) -> bool:
    return export is not None and export.state != DataExport.State.READY


def _waits_for_code(asked: SubjectRequest) -> bool:
    """Whether one that was sent can still be typed."""
    unused = asked.challenges.filter(used_at=None, tries__lt=MOST_TRIES)
    return unused.filter(expires_at__gt=timezone.now()).exists()


def _reviews(asked: SubjectRequest, words: Words) -> list[tuple[str, str]]:
    """Each score that a person looked at, and what they decided."""
    steps = asked.steps.filter(what=RequestStep.What.REVIEWED).order_by("pk").values_list("figures", flat=True)
    return [
        (words.get(f"score_{each['score']}", each["score"].replace("_", " ")), words[f"review_{each['verdict']}"])
        for each in steps
    ]


def _shown(asked: SubjectRequest, words: Words) -> dict[str, object]:
    state = "was_refused" if asked.state == State.REFUSED else asked.state
    return {"request": asked, "kind": words[asked.kind], "state": words[state]}


def _context(link: PreferenceLink, words: Words, refusal: str) -> dict[str, object]:
    refused = words.get(refusal, words["other"]) if refusal else ""
    return {
        "brand": link.brand, "token": link.token, "words": words, "here": "rights", "refused": refused, "code": refusal
    }  # fmt: skip
