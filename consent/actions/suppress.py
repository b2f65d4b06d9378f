"""Addresses that must not be written to, and the one-click way to become one."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from consent.actions.decide import record_decision
from consent.actions.live_record import lock_decisions, on_live_record
from consent.contact_hash import contact_hashes, later_hashes
from consent.models import CurrentDecision, Decision, Suppression
from consent.rehashing.settle import settle_contact, settle_contacts, settle_hashes
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
    return _suppress(channel, settle_contact(channel, contact), brand, reason, marketing_only)


def _suppress(channel: str, hashed: str, brand: "Brand | None", reason: str, marketing_only: bool) -> Suppression:
    place = {"channel": channel, "contact_hash": hashed, "brand": brand, "reason": reason}
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
    """Withdraw the purposes on every address of this channel, and suppress it for marketing. One click withdraws each
    yes to a purpose under them as well: who asks for news again has not asked for the rest.

    Every address, since whoever says stop does not mean one of their addresses. Effective at the next
    may_contact. Doing it again adds decisions and changes nothing else.
    """
    lock_decisions(client)
    contacts = client.contact_points(channel)
    settle_contacts((channel, contact) for contact in contacts)
    decisions = []
    for contact in contacts:
        below = _said_yes_below(client, brand, channel, contact) if purposes == STOPPED_BY_LINK else []
        for purpose in [*purposes, *below]:
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


def _said_yes_below(client: Subject, brand: "Brand", channel: str, contact: str) -> list[str]:
    """Codes of the purposes under those of a link to which the client says yes on this address."""
    given = CurrentDecision.objects.filter(
        client_id=client.pk, brand=brand, channel=channel, contact_hash__in=contact_hashes(channel, contact),
        decision__status=Decision.Status.GIVEN,
    ).exclude(purpose__code__in=STOPPED_BY_LINK)  # fmt: skip
    above = ("parent", "parent__parent", "parent__parent__parent")
    below = [Q(**{f"purpose__{each}__code__in": STOPPED_BY_LINK}) for each in above]
    return list(
        given.filter(below[0] | below[1] | below[2]).order_by("purpose").values_list("purpose__code", flat=True)
    )


def withdraw_on_address(channel: str, first: str, *, brand: "Brand", at: datetime, origin: str = "") -> None:
    """Stop the address to which a message went, by its ``first_hash``: whoever reads the mailbox now wants no more of
    it there, whoever had the address when the message left, and whether or not they are known still."""
    said_yes = CurrentDecision.objects.filter(
        brand=brand, channel=channel, contact_hash__in=later_hashes(first), decision__status=Decision.Status.GIVEN
    ).select_related("client__canonical")
    holders = {each.client.canonical or each.client for each in said_yes}
    for holder in sorted(holders, key=lambda each: each.pk):
        if any(first in contact_hashes(channel, each) for each in holder.contact_points(channel)):
            withdraw_by_link(holder, brand=brand, channel=channel, origin=origin, at=at)
    with transaction.atomic():
        settled = settle_hashes([first])[first]
        _suppress(channel, settled, brand, Suppression.Reason.UNSUBSCRIBED, marketing_only=True)
