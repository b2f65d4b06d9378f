"""What a privacy officer sees of a request: its steps, its file, and the one next thing to do."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from clienteling.queries.privacy_scope import answers_for_everybody, clients_of_privacy
from consent.models import DataExport, RequestStep, SubjectRequest
from consent.models.request import MOST_TRIES
from consent.rights.export.order import WITH_A_FILE
from crm.models import User

State, Kind = SubjectRequest.State, SubjectRequest.Kind


@dataclass(frozen=True)
class RequestPage:
    """``next``: confirm, correct, erase, restrict, review, make_file, wait, hand_over, or empty when all is done.
    ``is_code_sent``: one is on its way that can still be typed."""

    request: SubjectRequest
    steps: list[RequestStep]
    export: DataExport | None
    next: str
    days_left: int
    is_overdue: bool
    may_extend: bool
    may_refuse: bool
    is_code_sent: bool


def requests_of_privacy(user: User) -> QuerySet[SubjectRequest]:
    """Requests of the clients whom this officer answers for, on whichever record they were written down; of who was
    erased since those that went through the officer's own hands, and all of them for an officer of the group."""
    mine = clients_of_privacy(user).filter(pk=OuterRef("person"))
    gone = Q(client__erased_at__isnull=False) & _was_theirs(user)
    found = SubjectRequest.objects.alias(person=Coalesce("client__canonical", "client"))
    return found.filter(Q(Exists(mine)) | gone)


def _was_theirs(user: User) -> Q:
    """Nothing tells any more which brands knew somebody who was erased."""
    if answers_for_everybody(user):
        return Q()
    return Q(Exists(RequestStep.objects.filter(request=OuterRef("pk"), actor=user)))


def request_page(request: SubjectRequest, *, at: datetime) -> RequestPage:
    """Four statements."""
    export = DataExport.objects.filter(request=request).order_by("-pk").first()
    is_overdue = request.is_live and request.due_at <= at
    return RequestPage(
        request=request,
        steps=list(request.steps.select_related("actor").order_by("pk")),
        export=export,
        next=_next(request, export),
        days_left=max(0, -(-(request.due_at - at) // timedelta(days=1))),
        is_overdue=is_overdue,
        may_extend=request.is_live and not is_overdue and not request.extended_because,
        may_refuse=request.is_live and (request.state != State.WORKING or request.kind in WITH_A_FILE),
        is_code_sent=request.challenges.filter(used_at=None, expires_at__gt=at, tries__lt=MOST_TRIES).exists(),
    )


_BY_KIND = {
    Kind.RECTIFICATION: "correct",
    Kind.ERASURE: "erase",
    Kind.RESTRICTION: "restrict",
    Kind.HUMAN_REVIEW: "review",
    Kind.ACCESS: "make_file",
    Kind.PORTABILITY: "make_file",
}


def _next(request: SubjectRequest, export: DataExport | None) -> str:
    if request.state == State.UNCONFIRMED:
        return "confirm"
    if export is not None and export.state == DataExport.State.READY:
        return "hand_over"
    if request.state == State.WORKING and not (export and export.state == DataExport.State.FAILED):
        return "wait"
    return _BY_KIND.get(Kind(request.kind), "") if request.is_live else ""
