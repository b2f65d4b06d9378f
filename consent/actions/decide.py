"""Write a decision into the ledger, and say which one holds."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q

from consent.actions.lift import LIFTED_BY_A_YES, lift_unsubscribe
from consent.actions.live_record import lock_decisions, on_live_record
from consent.errors import ConsentError
from consent.models import CurrentDecision, Decision, Notice, Purpose, Suppression
from consent.purposes import MARKETING_PURPOSES
from consent.rehashing.settle import settle_contact
from consent.replacing import BY_THE_HOUSE, STOPS, is_replacing, refuse_reversal
from consent.signals import decision_pending
from consent.subjects import Subject

if TYPE_CHECKING:
    from crm.models import Brand, User


@on_live_record
def record_decision(  # noqa: PLR0913  # what a consent record holds, all named
    client: Subject,
    *,
    brand: "Brand",
    purpose: str,
    channel: str,
    contact: str,
    status: str,
    method: str,
    origin: str = "",
    language: str = "",
    notice: Notice | None = None,
    actor: "User | None" = None,
    at: datetime,
    valid_to: datetime | None = None,
    is_proven: bool = True,
    confirms: Decision | None = None,
    is_of_person: bool = False,
) -> Decision:
    """Keep a decision of ``at``; it becomes the current one unless a later one is known. Of a client who was merged
    it is the survivor's.

    ``contact`` is the normalised address; for a purpose without channels (profiling, measurement) pass an
    empty channel and contact: the decision is then about the person. Raises ConsentError:
    ``purpose_unknown``; ``contact_missing``; ``withdrawal_stands`` when staff or a file would reverse what the
    client withdrew, which only the client may do.

    Anybody can type an address into a form. Without ``is_proven`` (a log-in, a link that was sent there) a yes to
    what was withdrawn or unsubscribed, or to a purpose that asks for double opt-in, is kept as ``pending``; what was
    said before holds until ``confirm_decision``, whose answer ``confirms`` it. A yes that staff write down
    (``method`` staff) always waits like this: it opens nothing before the client says so.

    ``is_of_person``: a no to a purpose with channels that is about the person, whatever addresses they have or will
    have (an objection, GDPR Art. 21(3)). It stands against each yes as one on the address would, and ends with the
    client's own later yes to that purpose.
    """
    kept_purpose = _purpose(purpose)
    if kept_purpose.channels and not contact and not is_of_person:
        raise ConsentError("contact_missing")
    lock_decisions(client)
    hashed = settle_contact(channel, contact or client.uid)
    place = {
        "client_id": client.pk,
        "brand": brand,
        "purpose": kept_purpose,
        "channel": channel,
        "contact_hash": hashed,
    }
    current, objection = standing_on(place)
    opposing = [each.decision for each in (current, objection if status not in STOPS else None) if each]
    for each in opposing:
        if method == Decision.Method.STAFF and at >= each.captured_at:
            refuse_reversal(each, status, method)
    must_confirm = kept_purpose.needs_confirmation or _was_stopped(opposing, channel, hashed, brand)
    is_of_staff = method == Decision.Method.STAFF and confirms is None
    if status == Decision.Status.GIVEN and (is_of_staff or (not is_proven and must_confirm)):
        status = Decision.Status.PENDING
    holds = all(is_replacing(status, at, each) for each in opposing)
    for each in opposing if holds else ():
        refuse_reversal(each, status, method)
    decision = Decision.objects.create(
        **place,
        status=status,
        method=method,
        origin=origin,
        language=language,
        notice=notice,
        actor=actor,
        captured_at=at,
        valid_to=valid_to,
        confirms=confirms,
    )
    if status == Decision.Status.PENDING and method != Decision.Method.BOUTIQUE_TABLET:
        # On the tablet the client is before the question; nobody need write to them.
        transaction.on_commit(partial(decision_pending.send_robust, sender=Decision, decision_id=decision.pk))
    if holds:
        CurrentDecision.objects.update_or_create(**place, defaults={"decision": decision})
        is_own = method not in BY_THE_HOUSE or confirms is not None
        if status == Decision.Status.GIVEN and is_own:
            _end_objection(objection)
            if purpose in MARKETING_PURPOSES:
                lift_unsubscribe(channel, contact, brand=brand, at=at)
    return decision


def standing_on(place: Mapping[str, Any]) -> tuple[CurrentDecision | None, CurrentDecision | None]:
    """What holds on a place (the fields of a CurrentDecision), and the person's own no to that purpose whatever the
    address. One statement."""
    here = Q(channel=place["channel"], contact_hash=place["contact_hash"]) | Q(channel="")
    others = {name: place[name] for name in ("client_id", "brand", "purpose")}
    rows = {row.channel: row for row in CurrentDecision.objects.select_related("decision").filter(here, **others)}
    return rows.get(place["channel"]), rows.get("") if place["channel"] else None


def _end_objection(objection: CurrentDecision | None) -> None:
    """It stays in the ledger, and holds no more: addresses on which it was written down have a row each."""
    if objection is not None:
        CurrentDecision.objects.filter(pk=objection.pk).delete()


def _purpose(code: str) -> Purpose:
    try:
        return Purpose.objects.get(code=code)
    except Purpose.DoesNotExist as error:
        raise ConsentError("purpose_unknown") from error


def _was_stopped(opposing: Iterable[Decision], channel: str, hashed: str, brand: "Brand") -> bool:
    if any(each.status == Decision.Status.WITHDRAWN for each in opposing):
        return True
    return Suppression.objects.filter(
        Q(brand=brand) | Q(brand=None),
        channel=channel,
        contact_hash=hashed,
        reason__in=LIFTED_BY_A_YES,
        lifted_at=None,
    ).exists()


def decide_for_person(  # noqa: PLR0913
    client: Subject, *, brand: "Brand", purpose: str, status: str, method: str, at: datetime, **options: Any
) -> Decision:
    """A decision on a purpose without channels: profiling or measurement."""
    return record_decision(
        client, brand=brand, purpose=purpose, channel="", contact="", status=status, method=method, at=at, **options
    )
