"""Erasure and restriction, carried out at the desk."""

from datetime import datetime
from typing import TYPE_CHECKING

from consent.actions.restrict import restrict_client
from consent.models import Erasure, SubjectRequest
from consent.queries.holds import is_held
from consent.rights.answer import Said, register_answer
from consent.rights.carry_out import mark_begun
from consent.rights.close import finish_request
from consent.rights.erase import erase_client
from consent.rights.errors import RightsError
from consent.rights.recipients import ERASED, RESTRICTED, tell_recipients

if TYPE_CHECKING:
    from crm.models import User

State, Kind = SubjectRequest.State, SubjectRequest.Kind
BATCH = 200


def register_own_answers() -> None:
    register_answer(Kind.ERASURE, _erase)
    register_answer(Kind.RESTRICTION, _restrict)


def follow_erasures(now: datetime) -> int:
    """Closes the requests whose erasure is finished, with what went; how many. Twice is as good as once."""
    working = SubjectRequest.objects.filter(kind=Kind.ERASURE, state=State.WORKING).order_by("pk")[:BATCH]
    finished = Erasure.objects.filter(state=Erasure.State.FINISHED, request__in=[each.reference for each in working])
    counts = dict(finished.values_list("request", "counts"))
    done = [each for each in working if each.reference in counts]
    for request in done:
        finish_request(request, at=now, **counts[request.reference])
    return len(done)


def _erase(request: SubjectRequest, actor: "User", said: Said, at: datetime) -> None:
    """``is_sure``: nothing speaks against it, by the officer's word. Raises RightsError: reason_missing, held."""
    if said.get("is_sure") != "yes":
        raise RightsError("reason_missing")
    person = request.client.canonical or request.client
    if is_held(person):
        raise RightsError("held")
    mark_begun(request, at=at, actor=actor)
    tell_recipients(request, ERASED, at=at)
    erase_client(person, reason="asked", actor=actor, request=request.reference, at=at)


def _restrict(request: SubjectRequest, actor: "User", said: Said, at: datetime) -> None:
    person = request.client.canonical or request.client
    restrict_client(person, reason="asked by the client", actor=actor, request=request.reference, at=at)
    tell_recipients(request, RESTRICTED, at=at)
    finish_request(request, at=at, actor=actor)
