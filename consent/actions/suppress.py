"""Addresses that must not be written to, and the one-click way to become one."""

from collections.abc import Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q, QuerySet

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
    hashes = contact_hashes(channel, contact)
    given = _given(brand, channel, hashes).filter(client_id=client.pk).exclude(purpose__code__in=STOPPED_BY_LINK)
    return list(given.order_by("purpose").values_list("purpose__code", flat=True))


def _given(brand: "Brand", channel: str, hashes: Sequence[str]) -> QuerySet[CurrentDecision]:
    """Each yes on an address to what one click stops, and to what stands under it."""
    here = CurrentDecision.objects.filter(
        brand=brand, channel=channel, contact_hash__in=hashes, decision__status=Decision.Status.GIVEN
    )
    levels = ("code", "parent__code", "parent__parent__code", "parent__parent__parent__code")
    return here.filter(reduce(or_, (Q(**{f"purpose__{each}__in": STOPPED_BY_LINK}) for each in levels)))


def withdraw_on_address(channel: str, first: str, *, brand: "Brand", at: datetime, origin: str = "") -> None:
    """Stop the address to which a message went, by its ``first_hash``: whoever reads the mailbox now wants no more of
    it there, whoever had the address when the message left, and whether or not they are known still."""
    for yes in _given(brand, channel, later_hashes(first)).select_related("client__canonical").order_by("pk"):
        holder = yes.client.canonical or yes.client
        if any(first in contact_hashes(channel, each) for each in holder.contact_points(channel)):
            withdraw_by_link(holder, brand=brand, channel=channel, origin=origin, at=at)
        else:
            _take_back(yes, origin, at)
    with transaction.atomic():
        settled = settle_hashes([first])[first]
        _suppress(channel, settled, brand, Suppression.Reason.UNSUBSCRIBED, marketing_only=True)


@transaction.atomic
def _take_back(yes: CurrentDecision, origin: str, at: datetime) -> None:
    """On an address that its client has not now and may have again. What was said meanwhile goes on holding."""
    place = {name: getattr(yes, name) for name in ("client_id", "brand_id", "purpose_id", "channel", "contact_hash")}
    no = Decision.objects.create(
        **place, status=Decision.Status.WITHDRAWN, method=Decision.Method.ONE_CLICK, origin=origin, captured_at=at
    )
    CurrentDecision.objects.filter(pk=yes.pk, decision=yes.decision_id).update(decision=no)
