"""Take in what a person asks under their rights. One live request for each right, however often it is asked for."""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from consent.actions.live_record import lock_decisions, on_live_record
from consent.models import RequestStep, SubjectRequest
from consent.rights.carry_out import begin_by_itself
from consent.rights.clock import MONTHS_TO_ANSWER, months_later
from consent.rights.errors import RightsError
from consent.rights.identity import ask_for_code, confirm_identity, confirm_in_person
from consent.rights.records import records_of_person
from consent.rights.steps import log_step
from consent.signals import request_opened
from consent.subjects import Subject

if TYPE_CHECKING:
    from crm.models import Brand, User

__all__ = ["ask_for_code", "confirm_identity", "confirm_in_person", "open_request", "requests_of"]

Kind, Intake, State = SubjectRequest.Kind, SubjectRequest.Intake, SubjectRequest.State
IdentityBy, What = SubjectRequest.IdentityBy, RequestStep.What
MOST_DETAIL = 1000
# To stop something takes nothing from anybody, so nobody need prove who they are (Art. 12(2) asks no more than needed).
HARMLESS = frozenset({Kind.OBJECTION_MARKETING, Kind.OBJECTION_PROFILING})
# What cannot be undone asks for a code even from whoever holds the link: a link may lie in a forwarded mail.
IRREVERSIBLE = frozenset({Kind.ERASURE})
WITH_DETAIL = frozenset({Kind.RECTIFICATION})


@on_live_record
def open_request(  # noqa: PLR0913  # what a request is, all named
    client: Subject,
    *,
    kind: str,
    intake: str,
    actor: "User | None" = None,
    detail: str = "",
    brand: "Brand | None" = None,
    at: datetime | None = None,
    received_at: datetime | None = None,
) -> SubjectRequest:
    """A request written down at ``at`` (now), with its clock running since ``received_at`` (else then); the one that
    is open already, where there is one. What needs nobody is carried out at ``at``, and said to be done no earlier.

    On the client's own page the link or log-in is the identity, except for erasure, which waits for ``ask_for_code``
    and ``confirm_identity``; so does what staff take in, except for objections, which hold at once.
    Rectification and review may be asked several times, each with its own ``detail`` (at most 1,000 characters).

    Raises RightsError: ``right_unknown``, ``detail_missing`` (rectification), ``detail_too_long``.
    """
    check_request(kind, intake, detail)
    moment = at or timezone.now()
    received = received_at or moment
    lock_decisions(client)
    held = _held(client, kind, detail)
    if held is not None:
        log_step(held, What.ASKED_AGAIN, at=received, actor=actor, intake=intake)
        return held
    identity = _identity(kind, intake)
    request = SubjectRequest.objects.create(
        client_id=client.pk,
        brand=brand,
        kind=kind,
        intake=intake,
        taken_by=actor,
        detail=detail.strip(),
        state=State.OPEN if identity else State.UNCONFIRMED,
        identity_by=identity,
        received_at=received,
        due_at=months_later(received, MONTHS_TO_ANSWER),
    )
    log_step(request, What.RECEIVED, at=received, actor=actor, intake=intake)
    begin_by_itself(request, at=moment)
    request.refresh_from_db()
    transaction.on_commit(partial(request_opened.send_robust, sender=SubjectRequest, request_id=request.pk))
    return request


def requests_of(client: Subject) -> list[SubjectRequest]:
    """What this person asked, newest first, on every record of theirs."""
    return list(SubjectRequest.objects.filter(client__in=records_of_person(client)).order_by("-received_at", "-pk"))


def check_request(kind: str, intake: str, detail: str) -> None:
    """Raises RightsError as ``open_request``, whoever it is about."""
    if kind not in Kind.values or intake not in Intake.values:
        raise RightsError("right_unknown")
    if len(detail.strip()) > MOST_DETAIL:
        raise RightsError("detail_too_long")
    if kind in WITH_DETAIL and not detail.strip():
        raise RightsError("detail_missing")


def _held(client: Subject, kind: str, detail: str) -> SubjectRequest | None:
    same = SubjectRequest.objects.filter(client__in=records_of_person(client), kind=kind, closed_at=None)
    if kind in SubjectRequest.SEVERAL:
        same = same.filter(detail=detail.strip())
    return same.order_by("pk").first()


def _identity(kind: str, intake: str) -> str:
    if intake == Intake.CLIENT_PAGE and kind not in IRREVERSIBLE:
        return IdentityBy.LINK
    return IdentityBy.NOT_NEEDED if kind in HARMLESS else ""
