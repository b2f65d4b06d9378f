"""The end of a request, and more time for it."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from consent.models import RequestStep, SubjectRequest
from consent.rights.clock import MONTHS_OF_EXTENSION, MONTHS_TO_ANSWER, months_later
from consent.rights.errors import RightsError
from consent.rights.export.order import WITH_A_FILE, call_off_export
from consent.rights.news import announce
from consent.rights.steps import log_step

if TYPE_CHECKING:
    from crm.models import User

State, What = SubjectRequest.State, RequestStep.What


@transaction.atomic
def finish_request(
    request: SubjectRequest, *, at: datetime, actor: "User | None" = None, **figures: object
) -> SubjectRequest:
    """Done. Finishing again changes nothing. Raises RightsError: ``request_closed`` (refused or taken back),
    ``identity_unconfirmed``."""
    kept = lock_request(request)
    if kept.state == State.DONE:
        return kept
    _refuse_closed(kept)
    if kept.state == State.UNCONFIRMED:
        raise RightsError("identity_unconfirmed")
    return _close(kept, State.DONE, at, actor, **figures)


@transaction.atomic
def refuse_request(request: SubjectRequest, *, why: str, words: str, actor: "User", at: datetime) -> SubjectRequest:
    """With its reason in law and the words that the client is told (Art. 12(4)). A file that is being made is not.
    Raises RightsError: ``request_closed``, ``request_not_open`` (an erasure that has begun), ``reason_missing``."""
    kept = lock_request(request)
    _refuse_closed(kept)
    if kept.state == State.WORKING and kept.kind not in WITH_A_FILE:
        raise RightsError("request_not_open")
    if why not in SubjectRequest.Refusal.values or not words.strip():
        raise RightsError("reason_missing")
    call_off_export(kept)
    kept.refusal, kept.refusal_words = why, words.strip()[:1000]
    return _close(kept, State.REFUSED, at, actor, why=why)


@transaction.atomic
def withdraw_request(request: SubjectRequest, *, at: datetime, actor: "User | None" = None) -> SubjectRequest:
    """The client thought better of it. Raises RightsError: ``request_closed``, ``request_not_open`` (a worker has
    begun)."""
    kept = lock_request(request)
    _refuse_closed(kept)
    if kept.state == State.WORKING:
        raise RightsError("request_not_open")
    return _close(kept, State.WITHDRAWN, at, actor)


@transaction.atomic
def extend_request(request: SubjectRequest, *, because: str, actor: "User", at: datetime) -> SubjectRequest:
    """Two further months, once, told with the reason before the first month is over (Art. 12(3)). Raises RightsError:
    ``request_closed``, ``reason_missing``, ``extended_already``, ``extension_too_late``."""
    kept = lock_request(request)
    _refuse_closed(kept)
    if not because.strip():
        raise RightsError("reason_missing")
    if kept.extended_because:
        raise RightsError("extended_already")
    if at >= kept.due_at:
        raise RightsError("extension_too_late")
    kept.due_at = months_later(kept.received_at, MONTHS_TO_ANSWER + MONTHS_OF_EXTENSION)
    kept.extended_because, kept.alerts = because.strip()[:500], 0
    kept.save(update_fields=["due_at", "extended_because", "alerts"])
    announce(log_step(kept, What.EXTENDED, at=at, actor=actor, due_at=kept.due_at.isoformat()))
    return kept


def lock_request(request: SubjectRequest) -> SubjectRequest:
    """The row, locked, with its client; others may still add steps to it, who hold the client (``open_request``)."""
    locked = SubjectRequest.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related("client__canonical", "brand").get(pk=request.pk)


def _refuse_closed(request: SubjectRequest) -> None:
    if not request.is_live:
        raise RightsError("request_closed")


def _close(
    request: SubjectRequest, state: str, at: datetime, actor: "User | None", **figures: object
) -> SubjectRequest:
    request.state, request.closed_at = state, at
    request.save(update_fields=["state", "closed_at", "refusal", "refusal_words"])
    announce(log_step(request, state, at=at, actor=actor, **figures))
    return request
