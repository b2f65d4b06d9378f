"""The second half of a double opt-in: the owner of the address followed the link that was sent there."""

from datetime import datetime

from django.db.models import Q

from consent.actions.decide import record_decision
from consent.actions.live_record import lock_decisions, on_live_record
from consent.contact_hash import contact_hashes, later_hashes
from consent.errors import ConsentError
from consent.models import CurrentDecision, Decision
from consent.queries.questions import is_confirmed
from consent.subjects import Subject

_STOPS = (Decision.Status.REFUSED, Decision.Status.WITHDRAWN)


def confirm_decision(pending: Decision, client: Subject, *, origin: str, at: datetime) -> Decision:
    """The pending yes becomes one that holds, on the words that were shown then. Confirming again changes nothing.

    ``client`` is the live client of the decision. Raises ConsentError: ``confirmation_superseded`` when the client
    said no since, also after a first confirmation; ``contact_missing`` when the address is no longer theirs.
    """
    assert pending.status == Decision.Status.PENDING
    return _confirm(client, pending, origin=origin, at=at)


@on_live_record
def _confirm(client: Subject, pending: Decision, *, origin: str, at: datetime) -> Decision:
    lock_decisions(client)
    refuse_superseded(pending, client)
    earlier = Decision.objects.filter(confirms=pending).first()
    return earlier or record_answer(pending, client, status=Decision.Status.GIVEN, origin=origin, at=at)


def refuse_superseded(pending: Decision, client: Subject) -> None:
    """Raises ConsentError ``confirmation_superseded``: what was said since is no, and a link must not claim otherwise.
    A yes that was said after that no holds, and the link that was confirmed before it says so."""
    if _holds_no(pending, client) if is_confirmed(pending) else _said_no_since(pending, client):
        raise ConsentError("confirmation_superseded")


def record_answer(pending: Decision, client: Subject, *, status: str, origin: str, at: datetime) -> Decision:
    """What the client says to a question that waits: of the same address, on the words that were shown with it.

    A yes confirms the question; a no stands by itself. Raises ConsentError ``contact_missing``.
    """
    return record_decision(
        client,
        brand=pending.brand,
        purpose=pending.purpose.code,
        channel=pending.channel,
        contact=_asked_address(client, pending),
        status=status,
        method=pending.method,
        origin=origin,
        language=pending.language,
        notice=pending.notice,
        at=at,
        confirms=pending if status == Decision.Status.GIVEN else None,
    )


def _said_no_since(pending: Decision, client: Subject) -> bool:
    """By the person, on a merged record too; or by whoever had the address meanwhile, whose no came with it."""
    no = {"status__in": _STOPS, "captured_at__gt": pending.captured_at}
    theirs = Q(client__in=[pending.client_id, client.pk]) | Q(client__canonical=client.pk)
    return Decision.objects.filter(_same(pending), theirs, **no).exists() or _holds_no(pending, client)


def _holds_no(pending: Decision, client: Subject) -> bool:
    no = {"decision__status__in": _STOPS, "decision__captured_at__gt": pending.captured_at}
    return CurrentDecision.objects.filter(_same(pending), client=client.pk, **no).exists()


def _same(pending: Decision) -> Q:
    """On its address, or about the person whatever the address: there the hash is that of the record, and a merge makes
    it another."""
    place = Q(channel="")
    if pending.channel:
        place |= Q(channel=pending.channel, contact_hash__in=later_hashes(pending.contact_hash))
    return Q(place, purpose=pending.purpose_id, brand=pending.brand_id)


def _asked_address(client: Subject, pending: Decision) -> str:
    """The address that the question is about; empty where it is about the person. Raises ConsentError
    ``contact_missing`` when it is no longer theirs."""
    if not pending.channel:
        return ""
    for contact in client.contact_points(pending.channel):
        if pending.contact_hash in contact_hashes(pending.channel, contact):
            return contact
    raise ConsentError("contact_missing")
