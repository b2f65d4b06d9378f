"""Check-in: a client's code, shown once, says that she is in the boutique.

Lock order: the code, then what the boutique knows of the client, then the visit.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from clienteling.actions.visits import arrive
from clienteling.lib.rate_limit import is_within_limit
from clienteling.lib.tokens import hash_code, hashes_of_code, new_code
from clienteling.models import CheckInCode, Visit
from clienteling.queries.place import memberships_of
from consent.actions.access import record_access
from crm.actions.relationships import know_client
from crm.models import Boutique, Client, User

TRIES_A_MINUTE = 10


class CheckInError(Exception):
    """Codes: ``code_unknown``, ``code_expired``, ``code_used``, ``too_many_tries``, ``not_your_boutique``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def issue_code(client: Client, *, at: datetime) -> str:
    """A code of ten letters that stands for the client until it is used, for CHECK_IN_CODE_SECONDS at most."""
    code = new_code()
    expires_at = at + timedelta(seconds=settings.CHECK_IN_CODE_SECONDS)
    CheckInCode.objects.create(sha256=hash_code(code), client=client, expires_at=expires_at)
    return code


def check_in(user: User, code: str, *, boutique: Boutique, method: str, at: datetime) -> Visit:
    """The visit that this code opens. From now on the boutique knows the client. Raises CheckInError.

    A client who is already in the boutique keeps her visit and its hour of arrival.
    """
    if boutique.pk not in {membership.boutique_id for membership in memberships_of(user)}:
        raise CheckInError("not_your_boutique")
    if method == Visit.Method.CODE and not _may_try(user):
        raise CheckInError("too_many_tries")
    with transaction.atomic():
        client = _claim(code, user, at)
        know_client(client, brand=boutique.brand, boutique=boutique, at=at)
        visit = arrive(client, boutique=boutique, advisor=user, method=method, at=at)
        record_access(user=user, client=client, action="checked_in", fields=["identity"], why="visit")
    return visit


def _may_try(user: User) -> bool:
    return is_within_limit(f"check-in:{user.pk}", maximum=TRIES_A_MINUTE, seconds=60)


def _claim(code: str, user: User, at: datetime) -> Client:
    """Uses the code up, in one conditional UPDATE: of two tablets that read it at once, one gets the client."""
    codes = CheckInCode.objects.filter(sha256__in=hashes_of_code(_typed(code)))
    if codes.filter(used_at=None, expires_at__gt=at).update(used_at=at, used_by=user) != 1:
        raise CheckInError(_refusal(codes.first()))
    client = codes.select_related("client__canonical").get().client
    return client.canonical or client


def _typed(code: str) -> str:
    """The code without the spaces and hyphens that people read and type it with."""
    return "".join(letter for letter in code if letter.isalnum())


def _refusal(code: CheckInCode | None) -> str:
    if code is None:
        return "code_unknown"
    return "code_used" if code.used_at else "code_expired"
