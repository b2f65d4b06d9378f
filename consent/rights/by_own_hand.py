"""A right that a client carries out themselves, on their own page: asked of nobody, and written down all the same."""

from datetime import datetime

from consent.models import RequestStep, SubjectRequest
from consent.rights.clock import MONTHS_TO_ANSWER, months_later
from consent.rights.steps import log_step
from consent.subjects import Subject


def begin_own_request(client: Subject, *, kind: str, at: datetime) -> SubjectRequest:
    """Open, by the client's own link; whoever carries it out finishes it (``finish_request``) in the same transaction.

    One of its own beside any that waits at the desk, which is about something else.
    """
    request = SubjectRequest.objects.create(
        client_id=client.pk, kind=kind, intake=SubjectRequest.Intake.CLIENT_PAGE, state=SubjectRequest.State.OPEN,
        identity_by=SubjectRequest.IdentityBy.LINK, received_at=at, due_at=months_later(at, MONTHS_TO_ANSWER),
    )  # fmt: skip
    log_step(request, RequestStep.What.RECEIVED, at=at, intake=request.intake)
    return request
