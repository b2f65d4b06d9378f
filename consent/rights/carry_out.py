"""What needs nobody of the house is begun at once: an archive is made, an objection holds."""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction

from consent.models import RequestStep, SubjectRequest
from consent.rights.close import finish_request
from consent.rights.export.order import WITH_A_FILE, order_export
from consent.rights.later_houses import carry_objection
from consent.rights.objections import object_to_marketing, object_to_profiling
from consent.rights.steps import log_step

if TYPE_CHECKING:
    from crm.models import User

State, Kind = SubjectRequest.State, SubjectRequest.Kind


def begin_by_itself(request: SubjectRequest, *, at: datetime) -> None:
    """Called in the transaction that opens the request; who asks is known. Nothing where a person answers."""
    if request.state != State.OPEN:
        return
    if request.kind in WITH_A_FILE:
        order_export(request, at=at)
        mark_begun(request, at=at)
    elif request.kind == Kind.OBJECTION_MARKETING:
        finish_request(request, at=at, addresses=object_to_marketing(request, at))
        if request.brand is None:
            transaction.on_commit(partial(carry_objection, request), robust=True)
    elif request.kind == Kind.OBJECTION_PROFILING:
        finish_request(request, at=at, houses=object_to_profiling(request, at))


def mark_begun(request: SubjectRequest, *, at: datetime, actor: "User | None" = None) -> None:
    request.state = State.WORKING
    request.save(update_fields=["state"])
    log_step(request, RequestStep.What.BEGUN, at=at, actor=actor)
