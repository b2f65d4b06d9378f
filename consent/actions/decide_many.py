"""Decisions of many clients at once, as a file tells them: what ``record_decision`` does for one, set by set."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from consent.models import CurrentDecision, Decision
from consent.rehashing.settle import settle_hashes
from consent.replacing import STOPS, is_replacing, refuse_reversal

if TYPE_CHECKING:
    from crm.models import Brand

Place = tuple[int, int, str, str]


@dataclass(frozen=True)
class ToldDecision:
    """``contact_hash``: of the normalised address, or of the public id where the purpose is about the person; under
    the first key (``first_hash``).

    ``origin``: where the proof lies.
    """

    client_id: int
    purpose_id: int
    channel: str
    contact_hash: str
    status: str
    at: datetime
    notice_id: int
    language: str
    origin: str

    @property
    def place(self) -> Place:
        return self.client_id, self.purpose_id, self.channel, self.contact_hash


@transaction.atomic
def record_imported_decisions(told: Sequence[ToldDecision], *, brand: "Brand") -> list[Decision]:
    """Keep these in their order; each becomes the current one of its place unless a later one is known.

    The caller holds the clients (``lock_decisions``), in the order of their ids. A yes of a file lifts no
    unsubscription. Raises ConsentError ``withdrawal_stands``, and then keeps nothing.
    """
    told = _settled(told)
    kept = _current(told, brand)
    holding: dict[Place, Decision] = {place: row.decision for place, row in kept.items()}
    objections = {(row.client_id, row.purpose_id): row.decision for row in kept.values() if not row.channel}
    decisions = []
    for each in told:
        decision = _decision(each, brand)
        decisions.append(decision)
        objection = objections.get((each.client_id, each.purpose_id)) if each.channel else None
        opposing = [no for no in (holding.get(each.place), objection if each.status not in STOPS else None) if no]
        if all(is_replacing(each.status, each.at, no) for no in opposing):
            for no in opposing:
                refuse_reversal(no, each.status, decision.method)
            holding[each.place] = decision
    Decision.objects.bulk_create(decisions)
    _point(kept, holding, brand)
    return decisions


def _settled(told: Sequence[ToldDecision]) -> list[ToldDecision]:
    hashes = settle_hashes({each.contact_hash for each in told})
    return [replace(each, contact_hash=hashes[each.contact_hash]) for each in told]


def _current(told: Sequence[ToldDecision], brand: "Brand") -> dict[Place, CurrentDecision]:
    rows = CurrentDecision.objects.filter(client__in={each.client_id for each in told}, brand=brand)
    return {
        (row.client_id, row.purpose_id, row.channel, row.contact_hash): row for row in rows.select_related("decision")
    }


def _decision(each: ToldDecision, brand: "Brand") -> Decision:
    return Decision(
        client_id=each.client_id, brand=brand, purpose_id=each.purpose_id, channel=each.channel,
        contact_hash=each.contact_hash, status=each.status, method=Decision.Method.IMPORT, origin=each.origin,
        language=each.language, notice_id=each.notice_id, captured_at=each.at,
    )  # fmt: skip


def _point(kept: dict[Place, CurrentDecision], holding: dict[Place, Decision], brand: "Brand") -> None:
    """Make what holds the current one, where it is new."""
    moved, fresh = [], []
    for place, decision in holding.items():
        row = kept.get(place)
        if row is None:
            client, purpose, channel, hashed = place
            fresh.append(
                CurrentDecision(
                    client_id=client, purpose_id=purpose, channel=channel, contact_hash=hashed, brand=brand,
                    decision=decision,
                )
            )  # fmt: skip
        elif row.decision is not decision:
            row.decision = decision
            moved.append(row)
    CurrentDecision.objects.bulk_create(fresh)
    CurrentDecision.objects.bulk_update(moved, ["decision"])
