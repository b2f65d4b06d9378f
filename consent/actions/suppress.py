"""Addresses that must not be written to, and the one-click way to become one."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from consent.actions.decide import record_decision
from consent.actions.live_record import lock_decisions, on_live_record
from consent.models import Decision, Suppression
from consent.rehashing.settle import settle_contact, settle_contacts
from consent.subjects import Subject

if TYPE_CHECKING:
    from crm.models import Brand, User

# What one click stops: everything that rests on consent. Orders and repairs (service) go on.
STOPPED_BY_LINK = ("marketing", "stock-alerts")


@transaction.atomic(savepoint=False)
def suppress(
    channel: str, contact: str, *, brand: "Brand | None", reason: str, marketing_only: bool = True
) -> Suppression:
    """Stop an address; ``brand`` None stops it for the whole group. Doing it again changes nothing."""
    place = {"channel": channel, "contact_hash": settle_contact(channel, contact), "brand": brand, "reason": reason}
    found = Suppression.objects.filter(**place, lifted_at=None).first()
    if found is None:
        # ON CONFLICT, since two clicks may arrive at once.
        Suppression.objects.bulk_create([Suppression(**place, marketing_only=marketing_only)], ignore_conflicts=True)
        found = Suppression.objects.get(**place, lifted_at=None)
    if found.marketing_only and not marketing_only:
        found.marketing_only = False
        found.save(update_fields=["marketing_only"])
    return found


@on_live_record
def withdraw_by_link(  # noqa: PLR0913  # whom, where, what and how, all named
    client: Subject,
    *,
    brand: "Brand",
    channel: str,
    at: datetime,
    purposes: Sequence[str] = STOPPED_BY_LINK,
    origin: str = "",
    method: str = Decision.Method.ONE_CLICK,
    actor: "User | None" = None,
) -> list[Decision]:
    """Withdraw the purposes on every address of this channel, and suppress it for marketing.

    Every address, since whoever says stop does not mean one of their addresses. Effective at the next
    may_contact. Doing it again adds decisions and changes nothing else.
    """
    lock_decisions(client)
    contacts = client.contact_points(channel)
    settle_contacts((channel, contact) for contact in contacts)
    decisions = []
    for contact in contacts:
        for purpose in purposes:
            decisions.append(
                record_decision(
                    client,
                    brand=brand,
                    purpose=purpose,
                    channel=channel,
                    contact=contact,
                    status=Decision.Status.WITHDRAWN,
                    method=method,
                    actor=actor,
                    origin=origin,
                    at=at,
                )
            )
        suppress(channel, contact, brand=brand, reason=Suppression.Reason.UNSUBSCRIBED)
    return decisions
