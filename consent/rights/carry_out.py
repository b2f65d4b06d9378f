"""What needs nobody of the house is begun at once: an archive is made, an objection holds."""

from datetime import datetime

from consent.models import RequestStep, SubjectRequest
from consent.rights.export.order import WITH_A_FILE, order_export
from consent.rights.steps import log_step

State = SubjectRequest.State


def begin_by_itself(request: SubjectRequest, *, at: datetime) -> None:
    """Called in the transaction that opens the request; who asks is known. Nothing where a person answers."""
    if request.state == State.OPEN and request.kind in WITH_A_FILE:
        order_export(request, at=at)
        mark_begun(request, at=at)


def mark_begun(request: SubjectRequest, *, at: datetime) -> None:
    request.state = State.WORKING
    request.save(update_fields=["state"])
    log_step(request, RequestStep.What.BEGUN, at=at)
