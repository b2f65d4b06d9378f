"""Restrict the processing of a client's data, and lift it again (GDPR Art. 18)."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from consent.actions.access import record_access
from consent.actions.live_record import lock_decisions, on_live_record
from consent.models import RequestStep, Restriction, SubjectRequest
from consent.queries.restriction import live_restriction
from consent.rights.errors import RightsError
from consent.rights.news import announce
from consent.rights.recipients import UNRESTRICTED, tell_recipients
from consent.rights.steps import log_step
from consent.subjects import Subject

if TYPE_CHECKING:
    from crm.models import User

Follow = Callable[[int], None]
_followers: dict[str, Follow] = {}


def register_restriction_follower(app: str, follow: Follow) -> None:
    """``follow(client_id)`` runs in the transaction that restricts or lifts: whoever segments or scores asks anew."""
    _followers[app] = follow


@on_live_record
def restrict_client(
    client: Subject, *, reason: str, actor: "User | None", request: str = "", at: datetime | None = None
) -> Restriction:
    """From now on the data is kept and read, and nothing else. The restriction that holds already, where there is one.

    Raises RightsError ``reason_missing``.
    """
    reason = _worded(reason)
    lock_decisions(client)
    if (held := live_restriction(client)) is not None:
        return held
    made = Restriction.objects.create(
        client_id=client.pk, reason=reason, request=request, actor=actor, since=at or timezone.now()
    )
    _tell(client, actor, f"restriction {made.pk}")
    return made


@on_live_record
def lift_restriction(client: Subject, *, because: str, actor: "User | None", at: datetime | None = None) -> Restriction:
    """Used again as its purposes allow. The person is told before (Art. 18(3)): whoever lifts it says why. Recipients
    that heard of the restriction hear of its end.

    Raises RightsError ``reason_missing``, ``not_restricted``.
    """
    because = _worded(because)
    lock_decisions(client)
    held = live_restriction(client)
    if held is None:
        raise RightsError("not_restricted")
    moment = at or timezone.now()
    held.lifted_at, held.lifted_because, held.lifted_by = moment, because, actor
    held.save(update_fields=["lifted_at", "lifted_because", "lifted_by"])
    # A restriction that came with a cut or a replay has the request of the other record, or none.
    if (asked := SubjectRequest.objects.filter(reference=held.request or None).first()) is not None:
        announce(log_step(asked, RequestStep.What.UNRESTRICTED, at=moment, actor=actor))
        tell_recipients(asked, UNRESTRICTED, at=moment, person=client)
    _tell(client, actor, f"restriction {held.pk} lifted")
    return held


def _worded(reason: str) -> str:
    if not reason.strip():
        raise RightsError("reason_missing")
    return reason.strip()[:200]


def _tell(client: Subject, actor: "User | None", why: str) -> None:
    for follow in _followers.values():
        follow(client.pk)
    record_access(user=actor, client=client, action="changed", fields=["restriction"], why=why)
