"""The second half of a double opt-in: the owner of the address followed the link that was sent there."""

from datetime import datetime

from django.db.models import Q

from consent.actions.decide import record_decision
from consent.actions.live_record import lock_decisions, on_live_record
from consent.contact_hash import contact_hashes, later_hashes
from consent.errors import ConsentError
from consent.models import CurrentDecision, Decision
from consent.subjects import Subject

_STOPS = (Decision.Status.REFUSED, Decision.Status.WITHDRAWN)


def confirm_decision(pending: Decision, client: Subject, *, origin: str, at: datetime) -> Decision:
    """The pending yes becomes one that holds, on the words that were shown then. Confirming again changes nothing.

    ``client`` is the live client of the decision. Raises ConsentError: ``confirmation_superseded`` when the client
    said no since, ``contact_missing`` when the address is no longer theirs.
    """
    assert pending.status == Decision.Status.PENDING
    return _confirm(client, pending, origin=origin, at=at)


@on_live_record
def _confirm(client: Subject, pending: Decision, *, origin: str, at: datetime) -> Decision:
    lock_decisions(client)
    earlier = Decision.objects.filter(confirms=pending).first()
    if earlier is not None:
        return earlier
    if _said_no_since(pending, client):
        raise ConsentError("confirmation_superseded")
    return record_answer(pending, client, status=Decision.Status.GIVEN, origin=origin, at=at)


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
    same = Q(purpose=pending.purpose_id, channel=pending.channel, brand=pending.brand_id)
    if pending.channel:
        # About the person, without a channel, the hash is that of the record, and a merge makes it another.
        same &= Q(contact_hash__in=later_hashes(pending.contact_hash))
    no = {"status__in": _STOPS, "captured_at__gt": pending.captured_at}
    theirs = Q(client__in=[pending.client_id, client.pk]) | Q(client__canonical=client.pk)
    if Decision.objects.filter(same, theirs, **no).exists():
        return True
    held = CurrentDecision.objects.filter(same, client=client.pk)
    return held.filter(**{f"decision__{name}": value for name, value in no.items()}).exists()


def _asked_address(client: Subject, pending: Decision) -> str:
    """The address that the question is about; empty where it is about the person. Raises ConsentError
    ``contact_missing`` when it is no longer theirs."""
    if not pending.channel:
        return ""
    for contact in client.contact_points(pending.channel):
        if pending.contact_hash in contact_hashes(pending.channel, contact):
            return contact
    raise ConsentError("contact_missing")
