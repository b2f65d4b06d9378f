"""Requests that the house's own website or app hands in, whoever they are about.

1. ``hand_in`` keeps what came and looks nobody up, so that neither the answer nor its time tells who is known.
2. ``take_in_next`` looks up whom it names and opens their request, as the own page would. A worker that dies leaves the
   row waiting.
3. Whom nobody knows the desk sees, and what failed for an hour: it may find who is meant (``take_in_for``), or say
   that there is nobody (``close_handed_in``). An objection to marketing silences the address even so: who is not known
   yet may be tomorrow.
"""

import hashlib
import hmac
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from clienteling.lib.sealing import SealError, seal, unseal
from clienteling.lib.tokens import secret_keys
from consent.actions.suppress import suppress
from consent.models import HandedIn, RequestStep, SubjectRequest, Suppression
from consent.rights.clock import MONTHS_TO_ANSWER, check_received, months_later
from consent.rights.errors import RightsError
from consent.rights.identity import ask_for_code
from consent.rights.requests import check_request, open_request
from consent.rights.steps import log_step
from consent.subjects import Subject

if TYPE_CHECKING:
    from crm.models import Brand, User

logger = logging.getLogger(__name__)
State, NamedBy, Kind = HandedIn.State, HandedIn.NamedBy, SubjectRequest.Kind
SEALED_FOR = "handed-in"
WAIT_AFTER_A_FAILURE = timedelta(minutes=1)
# Then a person has to see it: the month runs.
PATIENCE = timedelta(hours=1)
# One house's messages and conclusions are that house's; everything else concerns the record of all.
OF_ONE_HOUSE = (Kind.OBJECTION_MARKETING, Kind.OBJECTION_PROFILING)
# Where an address of this kind is written to.
_CHANNELS = {NamedBy.EMAIL: ("email",), NamedBy.PHONE: ("sms", "phone", "whatsapp")}
Find = Callable[[int, str, str], Subject | None]

_finders: dict[str, Find] = {}


@dataclass(frozen=True)
class Asked:
    """``name``: the public id, or the normalised address, that ``named_by`` says."""

    kind: str
    named_by: str
    name: str
    detail: str
    language: str
    received_at: datetime | None


def register_finder(app: str, find: Find) -> None:
    """``find(brand_id, named_by, name)``: the live client whom this brand knows by it, or None."""
    _finders[app] = find


def hand_in(asked: Asked, *, brand: "Brand", api_key: str, key: str, at: datetime) -> tuple[HandedIn, bool]:
    """The row, and whether it is new. The same under the same ``key`` again is the first one.

    Raises RightsError: as ``open_request``; ``received_at_invalid`` (ahead, or over ninety days old);
    ``idempotency_conflict`` (another request under the same key).
    """
    check_request(asked.kind, SubjectRequest.Intake.API, asked.detail)
    received_at = asked.received_at or at
    check_received(received_at, at=at)
    made = HandedIn(
        brand=brand, api_key=api_key, idempotency_key=key, fingerprint=_fingerprint(asked, settings.SECRET_KEY),
        kind=asked.kind, named_by=asked.named_by, sealed_name=seal(SEALED_FOR, asked.name.encode()),
        detail=asked.detail.strip(), language=asked.language, received_at=received_at,
        due_at=months_later(received_at, MONTHS_TO_ANSWER), created_at=at, look_at=at,
    )  # fmt: skip
    # ON CONFLICT, since a caller that got no answer asks again at once.
    HandedIn.objects.bulk_create([made], ignore_conflicts=True)
    kept = HandedIn.objects.select_related("brand", "request").get(brand=brand, idempotency_key=key)
    if kept.public_id != made.public_id and not _is_the_same(kept, asked):
        raise RightsError("idempotency_conflict")
    return kept, kept.public_id == made.public_id


def take_in_next(*, now: datetime) -> HandedIn | None:
    """Looks up the one that has waited longest; None when none is due. One that fails waits a minute, and lets the
    others pass; after an hour of it the desk has it."""
    due = HandedIn.objects.filter(state=State.WAITING, look_at__lte=now).order_by("look_at", "pk")
    with transaction.atomic():
        row = due.select_for_update(skip_locked=True, of=("self",)).select_related("brand").first()
        if row is None:
            return None
        try:
            with transaction.atomic():
                _look_up(row, now)
        except Exception:
            logger.exception("%s could not be taken in", row.public_id)
            row.refresh_from_db()
            _put_off(row, now)
    row.refresh_from_db()
    return row


@transaction.atomic
def take_in_for(row: HandedIn, client: Subject, *, actor: "User", at: datetime) -> SubjectRequest:
    """The officer found who is meant. Raises RightsError ``request_closed``: somebody was quicker."""
    kept = _unknown(row)
    return _take_in(kept, client, at=at, actor=actor)


@transaction.atomic
def close_handed_in(row: HandedIn, *, actor: "User", at: datetime) -> HandedIn:
    """Nobody has this name: the officer has said so to whoever asked. Raises RightsError ``request_closed``."""
    kept = _unknown(row)
    return _settle(kept, State.CLOSED, at=at, actor=actor)


def name_of(row: HandedIn) -> str:
    """Whom it names; empty once it is settled, or where the key it was sealed under is gone."""
    try:
        return unseal(SEALED_FOR, row.sealed_name).decode() if row.sealed_name else ""
    except SealError:
        return ""


def told_state(row: HandedIn) -> str:
    """What the caller is told: received, waiting (for whoever asks to be known), working, done, refused, withdrawn.

    Of somebody whom nobody knows the same as of somebody who has yet to prove who they are; a request that was open
    already is told of only when it is over, since its caller did not open it.
    """
    if row.state == State.WAITING:
        return "received"
    if row.kind in OF_ONE_HOUSE and row.settled_at and row.settled_by_id is None:
        return "done"
    if row.state == State.CLOSED:
        return "refused"
    asked = row.request
    if asked is None or not (row.is_first or asked.closed_at):
        return "waiting"
    return _TOLD[SubjectRequest.State(asked.state)]


_TOLD = {
    SubjectRequest.State.UNCONFIRMED: "waiting",
    SubjectRequest.State.OPEN: "working",
    SubjectRequest.State.WORKING: "working",
    SubjectRequest.State.DONE: "done",
    SubjectRequest.State.REFUSED: "refused",
    SubjectRequest.State.WITHDRAWN: "withdrawn",
}


def _look_up(row: HandedIn, now: datetime) -> None:
    name = name_of(row)
    found = (find(row.brand_id, row.named_by, name) for find in _finders.values()) if name else iter(())
    client = next((each for each in found if each is not None), None)
    if client is not None:
        _take_in(row, client, at=now)
    elif row.kind in OF_ONE_HOUSE and name:
        _silence(row, name)
        _settle(row, State.CLOSED, at=now)
    else:
        _leave_to_the_desk(row)


def _put_off(row: HandedIn, now: datetime) -> None:
    if now - row.created_at >= PATIENCE:
        _leave_to_the_desk(row)
        return
    row.look_at = now + WAIT_AFTER_A_FAILURE
    row.save(update_fields=["look_at"])


def _leave_to_the_desk(row: HandedIn) -> None:
    row.state, row.look_at = State.UNKNOWN, None
    row.save(update_fields=["state", "look_at"])


def _take_in(row: HandedIn, client: Subject, *, at: datetime, actor: "User | None" = None) -> SubjectRequest:
    request = open_request(
        client, kind=row.kind, intake=SubjectRequest.Intake.API, actor=actor, detail=row.detail,
        brand=row.brand if row.kind in OF_ONE_HOUSE else None, at=at, received_at=row.received_at,
    )  # fmt: skip
    row.request, row.is_first = request, not request.steps.filter(what=RequestStep.What.ASKED_AGAIN).exists()
    _settle(row, State.TAKEN, at=at, actor=actor)
    log_step(request, RequestStep.What.HANDED_IN, at=at, actor=actor, number=row.public_id, key=row.api_key)
    if request.state == SubjectRequest.State.UNCONFIRMED:
        _send_code(request, at)
    return request


def _send_code(request: SubjectRequest, at: datetime) -> None:
    """Where none can be sent, the request waits at the desk, which asks for a document."""
    try:
        ask_for_code(request, at=at)
    except RightsError as error:
        logger.info("Request %s: no code was sent (%s)", request.reference, error.code)


def _silence(row: HandedIn, name: str) -> None:
    if row.kind == Kind.OBJECTION_MARKETING:
        for channel in _CHANNELS.get(NamedBy(row.named_by), ()):
            suppress(channel, name, brand=row.brand, reason=Suppression.Reason.OBJECTED)


def _settle(row: HandedIn, state: str, *, at: datetime, actor: "User | None" = None) -> HandedIn:
    """What it says of the person stands in the request now, or is of no use any more."""
    row.state, row.look_at, row.settled_at, row.settled_by = state, None, at, actor
    row.sealed_name = row.detail = ""
    row.save(
        update_fields=[
            "state", "look_at", "settled_at", "settled_by", "sealed_name", "detail", "request", "is_first",
        ]
    )  # fmt: skip
    return row


def _unknown(row: HandedIn) -> HandedIn:
    """The row, locked. Raises RightsError ``request_closed`` unless it waits at the desk."""
    locked = HandedIn.objects.select_for_update(of=("self",)).select_related("brand")
    kept = locked.filter(pk=row.pk, state=State.UNKNOWN).first()
    if kept is None:
        raise RightsError("request_closed")
    return kept


def _is_the_same(kept: HandedIn, asked: Asked) -> bool:
    """Also where the secret key was changed since."""
    return any(hmac.compare_digest(kept.fingerprint, _fingerprint(asked, key)) for key in secret_keys())


def _fingerprint(asked: Asked, key: str) -> str:
    """HMAC-SHA-256 of the request as canonical JSON."""
    facts: Mapping[str, Any] = {**asdict(asked), "received_at": asked.received_at and asked.received_at.isoformat()}
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"))
    return hmac.new(f"{SEALED_FOR}:{key}".encode(), text.encode(), hashlib.sha256).hexdigest()
