"""Who asks is who they say: a code to an address that the house knew before, never to one given with the request."""

import hashlib
import hmac
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from clienteling.lib.tokens import secret_keys
from consent.actions.live_record import lock_decisions, on_live_record
from consent.contact_hash import contact_hash, contact_hashes, first_hash
from consent.models import IdentityChallenge, RequestStep, SubjectRequest
from consent.models.request import MOST_TRIES
from consent.rights.carry_out import begin_by_itself
from consent.rights.errors import RightsError
from consent.rights.records import records_of_person
from consent.rights.steps import log_step
from consent.signals import identity_asked
from consent.subjects import Subject

if TYPE_CHECKING:
    from crm.models import User

CODE_LIFE = timedelta(seconds=600)
# An address that was added since is not the one that the house knew before: whoever holds a forwarded link can add one.
SETTLED = timedelta(days=7)
DIGITS = 6
# Three tries of a million, nine codes a day: somebody who guesses all of them is right once in 37,000 days.
MOST_CODES_AN_HOUR = 3
MOST_CODES_A_DAY = 9
CHANNEL = "email"

State, IdentityBy, Kind, What = (
    SubjectRequest.State,
    SubjectRequest.IdentityBy,
    SubjectRequest.Kind,
    RequestStep.What,
)
# What is fetched after the request is answered: the file asks for a code again.
WITH_A_FILE = (Kind.ACCESS, Kind.PORTABILITY)


def ask_for_code(
    request: SubjectRequest, *, actor: "User | None" = None, at: datetime | None = None
) -> IdentityChallenge:
    """Sends six digits, good for 600 seconds and three tries, to an address that has been the person's for a week, or
    with which they became known.

    Raises RightsError: ``request_closed``, ``no_known_address``, ``too_many_codes`` (three an hour, nine a day, of one
    person and of one address).
    """
    # The request stays on its record; a person is asked on the one that lives.
    return _ask(request.client.canonical or request.client, request, actor, at or timezone.now())


@on_live_record
def _ask(person: Subject, request: SubjectRequest, actor: "User | None", at: datetime) -> IdentityChallenge:
    lock_decisions(person)
    kept = _locked(request)
    address = person.address_known_before(CHANNEL, at - SETTLED)
    if address is None:
        raise RightsError("no_known_address")
    _lock_address(address)
    _refuse_too_many(IdentityChallenge.objects.filter(request__client__in=records_of_person(person)), at)
    _refuse_too_many(IdentityChallenge.objects.filter(contact_hash__in=contact_hashes(CHANNEL, address)), at)
    challenge = IdentityChallenge.objects.create(
        request=kept,
        channel=CHANNEL,
        contact_hash=contact_hash(CHANNEL, address),
        asked_at=at,
        expires_at=at + CODE_LIFE,
    )
    log_step(kept, What.CODE_SENT, at=at, actor=actor, channel=CHANNEL)
    transaction.on_commit(partial(identity_asked.send_robust, sender=SubjectRequest, challenge_id=challenge.pk))
    return challenge


def code_of(challenge: IdentityChallenge, *, key: str | None = None) -> str:
    """The six digits: truncated HMAC-SHA-256 of the row's salt under the secret key, as RFC 4226 §5.3 truncates."""
    written = (key or settings.SECRET_KEY).encode()
    mac = hmac.new(written, f"identity:{challenge.salt}".encode(), hashlib.sha256).digest()
    offset = mac[-1] & 0xF
    number = int.from_bytes(mac[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def confirm_identity(request: SubjectRequest, code: str, *, at: datetime | None = None) -> SubjectRequest:
    """The newest code was typed right: the request is open, and a file of it may be fetched for a while.

    Raises RightsError: ``request_closed``, ``code_expired`` (or none was sent), ``code_spent`` (three tries, or used
    before), ``code_wrong``. A wrong try is counted even so: it is committed before the answer.
    """
    moment = at or timezone.now()
    with transaction.atomic():
        kept = _locked(request)
        refusal = _try(kept, code, moment)
        if refusal is None:
            _know(kept, IdentityBy.CODE, moment, None)
    if refusal is not None:
        raise RightsError(refusal)
    request.refresh_from_db()
    return request


@transaction.atomic
def confirm_in_person(request: SubjectRequest, *, actor: "User", at: datetime | None = None) -> SubjectRequest:
    """The officer saw the person and a document. Raises RightsError ``request_closed``."""
    kept = _locked(request)
    _know(kept, IdentityBy.IN_PERSON, at or timezone.now(), actor)
    return kept


def _try(request: SubjectRequest, code: str, at: datetime) -> str | None:
    """Takes one of the three tries, then compares; the code of the refusal, None when it was right."""
    newest = request.challenges.order_by("-asked_at", "-pk").first()
    if newest is None or newest.expires_at <= at:
        return "code_expired"
    fresh = IdentityChallenge.objects.filter(pk=newest.pk, used_at=None, tries__lt=MOST_TRIES)
    if not fresh.update(tries=F("tries") + 1):
        return "code_spent"
    typed = code.strip().replace(" ", "").encode()
    # A code that was sent before the secret key was changed is right for its ten minutes.
    if not any(hmac.compare_digest(code_of(newest, key=key).encode(), typed) for key in secret_keys()):
        log_step(request, What.CODE_WRONG, at=at)
        return "code_wrong"
    IdentityChallenge.objects.filter(pk=newest.pk).update(used_at=at)
    return None


def _know(request: SubjectRequest, how: str, at: datetime, actor: "User | None") -> None:
    request.identity_by = how
    if request.state == State.UNCONFIRMED:
        request.state = State.OPEN
    request.save(update_fields=["identity_by", "state"])
    log_step(request, What.IDENTITY_CONFIRMED, at=at, actor=actor, by=how)
    begin_by_itself(request, at=at)


def _locked(request: SubjectRequest) -> SubjectRequest:
    """The row, locked. Raises RightsError ``request_closed`` unless it is live, or its file may still be fetched."""
    locked = SubjectRequest.objects.select_for_update(of=("self",), no_key=True).select_related("client__canonical")
    kept = locked.get(pk=request.pk)
    if not kept.is_live and not (kept.state == State.DONE and kept.kind in WITH_A_FILE):
        raise RightsError("request_closed")
    return kept


def _lock_address(address: str) -> None:
    """Until the transaction ends: an address that went from one client to another is counted by one at a time."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"identity:{first_hash(CHANNEL, address)}"]
        )


def _refuse_too_many(asked: QuerySet[IdentityChallenge], at: datetime) -> None:
    """Counted over all requests, so that opening another one gives no further codes. Raises RightsError."""
    lately = asked.filter(asked_at__gt=at - timedelta(hours=1)).count()
    if lately >= MOST_CODES_AN_HOUR or asked.filter(asked_at__gt=at - timedelta(days=1)).count() >= MOST_CODES_A_DAY:
        raise RightsError("too_many_codes")
