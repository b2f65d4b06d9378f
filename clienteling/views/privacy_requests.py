"""The privacy officer's queue of requests, and the page on which one is answered."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from clienteling.actions.leave import note_leaving
from clienteling.queries.privacy_scope import find_for_privacy, handed_in_of_privacy
from clienteling.queries.request_desk import request_page, requests_of_privacy
from clienteling.views.privacy import KEPT_ABROAD, privacy_page
from clienteling.views.privacy_request_forms import (
    WHICH,
    CorrectionForm,
    ExtensionForm,
    IntakeForm,
    QueueForm,
    RefusalForm,
)
from clienteling.views.staff import StaffRequest, View, typed_text
from clienteling.views.step_up import confirmation_or_none, refusal_or_none
from clienteling.views.words_of_rights import REFUSED
from consent.actions.access import record_access
from consent.models import Erasure, RequestStep, SubjectRequest
from consent.queries.requests import PER_PAGE, RequestFilter, counted_handed_in, counted_requests, filtered_requests
from consent.rights.answer import answer_request
from consent.rights.close import extend_request, refuse_request, withdraw_request
from consent.rights.erasing.answer import ErasureAnswer, erasure_answer
from consent.rights.errors import RightsError
from consent.rights.export.order import fetch_export
from consent.rights.requests import ask_for_code, confirm_identity, confirm_in_person, open_request
from crm.models import Client, RecipientNotice, Score
from crm.rights.recipients import tell_again
from crm.rights.reviews import unreviewed_scores

RequestView = Callable[..., HttpResponse]


def of_request(view: RequestView) -> View:
    """Hands the view a request of the officer's own; what the rights refuse is told on its page."""

    @privacy_page
    @wraps(view)
    def answered(request: StaffRequest, reference: str) -> HttpResponse:
        asked = requests_of_privacy(request.user).select_related("client__canonical", "brand", "taken_by")
        found = asked.filter(reference=reference.upper()).first()
        if found is None:
            raise Http404
        try:
            return view(request, found)
        except RightsError as error:
            messages.error(request, REFUSED.get(error.code, error.code))
            return redirect("privacy-request", found.reference)

    return answered


@privacy_page
@require_GET
def queue(request: StaffRequest) -> HttpResponse:
    """What is open by its end, overdue first; page after page."""
    return _queue_page(request, IntakeForm())


@privacy_page
@require_POST
def take_in(request: StaffRequest) -> HttpResponse:
    """A letter, a call, a mail: the officer writes it down, and the clock runs since it came. What was typed stays."""
    form = IntakeForm(request.POST)
    client = find_for_privacy(request.user, form.cleaned_data["q"]) if form.is_valid() else None
    if form.is_valid() and client is None:
        form.add_error("q", "Nobody has this id, address or number. Nothing was written down.")
    if client is None:
        return _queue_page(request, form, status=422)
    said = form.cleaned_data
    try:
        opened = open_request(
            client, kind=said["kind"], intake="officer", actor=request.user, detail=said["detail"],
            received_at=said["received_on"],
        )  # fmt: skip
    except RightsError as error:
        form.add_error("detail", REFUSED.get(error.code, error.code))
        return _queue_page(request, form, status=422)
    if opened.steps.filter(what=RequestStep.What.ASKED_AGAIN).exists():
        messages.info(request, "This was asked for before and is open still: it is noted there as asked again.")
    return redirect("privacy-request", opened.reference)


def _queue_page(request: StaffRequest, intake: IntakeForm, *, status: int = 200) -> HttpResponse:
    form = QueueForm(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    asked = RequestFilter(which=said.get("which") or "open", kind=said.get("kind", ""))
    now = timezone.now()
    mine = requests_of_privacy(request.user)
    page = Paginator(filtered_requests(mine, asked, at=now), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "asked": asked, "counts": counted_requests(mine, at=now), "now": now, "intake": intake,
        "kinds": SubjectRequest.Kind.choices, "which": WHICH,
        "handed_in": counted_handed_in(handed_in_of_privacy(request.user), at=now),
    }  # fmt: skip
    return render(request, "clienteling/privacy/requests.html", context, status=status)


@of_request
@require_GET
def request_desk(request: StaffRequest, asked: SubjectRequest) -> HttpResponse:
    """A look at the person's request is a look at the person."""
    client = asked.client.canonical or asked.client
    record_access(user=request.user, client=client, action="viewed", fields=["requests"], why="request")
    told = RecipientNotice.objects.filter(request=asked).select_related("destination__brand").order_by("pk")
    context = {
        "page": request_page(asked, at=timezone.now()), "client": client, "refusal": RefusalForm(),
        "extension": ExtensionForm(), "correction": CorrectionForm(client), "recipients": told,
        "recipients_are_stuck": any(each.status == RecipientNotice.Status.STUCK for each in told),
        "receipt": _receipt(asked),
        "scores": Score.objects.filter(client=client).select_related("brand").order_by("model", "pk"),
        "unreviewed": set(unreviewed_scores(asked).values_list("pk", flat=True)),
    }  # fmt: skip
    return render(request, "clienteling/privacy/request.html", context)


def _receipt(asked: SubjectRequest) -> ErasureAnswer | None:
    """Of an erasure that is finished."""
    done = Erasure.objects.filter(request=asked.reference, state=Erasure.State.FINISHED).first()
    return erasure_answer(done) if done else None


def _deed(deed: Callable[[StaffRequest, SubjectRequest], str]) -> View:
    """A POST that does one thing to a request, says what, and leads back to its page."""

    @of_request
    @require_POST
    @wraps(deed)
    def done(request: StaffRequest, asked: SubjectRequest) -> HttpResponse:
        messages.success(request, deed(request, asked))
        return redirect("privacy-request", asked.reference)

    return done


@_deed
def send_code(request: StaffRequest, asked: SubjectRequest) -> str:
    ask_for_code(asked, actor=request.user)
    return "A code is on its way to the address that the house knew before. It is good for ten minutes."


@_deed
def confirm(request: StaffRequest, asked: SubjectRequest) -> str:
    """By the code that the person reads out, or by a document that they show."""
    if request.POST.get("how") == "in_person":
        confirm_in_person(asked, actor=request.user)
    else:
        confirm_identity(asked, request.POST.get("code", "")[:12])
    return "Who asks is known now."


@_deed
def answer(request: StaffRequest, asked: SubjectRequest) -> str:
    said: dict[str, Any] = {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
    return ANSWERED[answer_request(asked, actor=request.user, said=said, at=timezone.now()).state]


@_deed
def refuse(request: StaffRequest, asked: SubjectRequest) -> str:
    form = RefusalForm(request.POST)
    said = form.cleaned_data if form.is_valid() else {}
    refuse_request(asked, why=said.get("why", ""), words=said.get("words", ""), actor=request.user, at=timezone.now())
    return "Refused, with the reason. Tell the client in these words."


@_deed
def extend(request: StaffRequest, asked: SubjectRequest) -> str:
    extend_request(asked, because=typed_text(request, "because"), actor=request.user, at=timezone.now())
    return "Two further months. Tell the client why, before the first month is over."


@_deed
def withdraw(request: StaffRequest, asked: SubjectRequest) -> str:
    withdraw_request(asked, actor=request.user, at=timezone.now())
    return "Taken back by the client."


@_deed
def tell(request: StaffRequest, asked: SubjectRequest) -> str:
    count = tell_again(asked, at=timezone.now())
    return f"{count} told again." if count else "Everybody answered or is still being told."


@of_request
@require_POST
def download(request: StaffRequest, asked: SubjectRequest) -> HttpResponse:
    """To hand it over in person, or by a letter, by whoever says once more who they are; the client fetches it on
    their own page. Not from abroad, where their data may not go (decision 33)."""
    back, what = reverse("privacy-request", args=[asked.reference]), f"archive {asked.reference}"
    if asked_again := confirmation_or_none(request, back=back):
        return asked_again
    person = Client.objects.records_of(asked.client.canonical or asked.client).live()
    if note_leaving(person, user=request.user, brand=asked.brand, what=what).regions:
        messages.error(request, KEPT_ABROAD)
        return redirect("privacy-request", asked.reference)
    with transaction.atomic():
        if refused := refusal_or_none(request, rows=1, what=what, back=back):
            return refused
        path = fetch_export(asked, actor=request.user)
    return FileResponse(  # type: ignore[return-value]  # streamed
        path.open("rb"), as_attachment=True, filename=f"{asked.reference}.zip"
    )


ANSWERED = {
    "done": "Done.",
    "working": "It is under way; this page says when it is done.",
    "open": "Kept. The request stays open.",
}
