"""A person of the house carries a request out: the one way in, whatever the right."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from consent.models import DataExport, SubjectRequest
from consent.rights.carry_out import WITH_A_FILE, mark_begun
from consent.rights.close import lock_request
from consent.rights.errors import RightsError
from consent.rights.export.order import order_export

if TYPE_CHECKING:
    from crm.models import User

State, Kind = SubjectRequest.State, SubjectRequest.Kind
Said = Mapping[str, Any]
Answer = Callable[[SubjectRequest, "User", Said, datetime], None]

_answers: dict[str, Answer] = {}


def register_answer(kind: str, answer: Answer) -> None:
    """Called when an app is ready. Registering a right again replaces it.

    ``answer(request, actor, said, at)`` runs in one transaction, under the request's lock; it does what was asked
    and leaves the request done, or begun for a worker to finish. It raises RightsError where it cannot.
    """
    _answers[kind] = answer


@transaction.atomic
def answer_request(request: SubjectRequest, *, actor: "User", said: Said, at: datetime) -> SubjectRequest:
    """Carries it out. ``said``: what the officer typed, by right. Raises RightsError: ``request_closed``,
    ``identity_unconfirmed``, ``request_not_open`` (a worker is at it), and the answer's own. Every right has an
    answer, or is carried out by itself (``begin_by_itself``) and closed by then."""
    kept = lock_request(request)
    _refuse_unready(kept)
    if kept.kind in WITH_A_FILE:
        order_export(kept, at=at)
        mark_begun(kept, at=at, actor=actor)
    else:
        _answers[kept.kind](kept, actor, said, at)
    kept.refresh_from_db()
    return kept


def _refuse_unready(request: SubjectRequest) -> None:
    if request.state == State.UNCONFIRMED:
        raise RightsError("identity_unconfirmed")
    if not request.is_live:
        raise RightsError("request_closed")
    if request.state == State.WORKING and not _is_stuck(request):
        raise RightsError("request_not_open")


def _is_stuck(request: SubjectRequest) -> bool:
    """Its file could not be made: it may be asked for again."""
    return request.kind in WITH_A_FILE and not DataExport.objects.filter(request=request, due_at__isnull=False).exists()
