"""Objections hold from the moment they are made (GDPR Art. 21): nobody of the house has to agree.

To marketing: it is the person's no to marketing and to all below, whatever addresses they will have. Every address is
suppressed, which outlives an erasure, and withdrawn in the ledger, whether or not there was a yes on it: what waits for
a confirmation is over, staff ask no more, and the evidence tells the objection and the client's own later yes, which
alone lifts it (``consent.actions.lift``). To profiling: a withdrawal for each house, which the merges and the look-ups
of ``profiling`` know already; the apps that conclude something of a person stop, and forget what they concluded
(``register_ceasing``).
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Q

from consent.actions.decide import decide_for_person, record_decision
from consent.actions.live_record import lock_decisions, on_live_record
from consent.actions.suppress import suppress
from consent.contact_hash import Contact
from consent.models import Decision, Purpose, SubjectRequest, Suppression
from consent.purposes import MARKETING_CHANNELS, MARKETING_PURPOSES
from consent.rehashing.settle import settle_contacts
from consent.rights.recipients import OBJECTED, tell_recipients
from consent.subjects import Subject

Kind = SubjectRequest.Kind
# How the objection came; whoever else wrote it down is of the house.
_METHODS: dict[str, str] = {
    SubjectRequest.Intake.CLIENT_PAGE: Decision.Method.WEB_FORM,
    SubjectRequest.Intake.API: Decision.Method.API,
}
Ceasing = Callable[[Sequence[int], datetime], None]

_ceasing: dict[str, Ceasing] = {}


def register_ceasing(app: str, cease: Ceasing) -> None:
    """Called once, when an app is ready. ``cease(client_ids, at)`` runs in the transaction of the objection."""
    _ceasing[app] = cease


def object_to_marketing(request: SubjectRequest, at: datetime) -> int:
    """Of the house that was asked, or of all; how many addresses are silent now."""
    return _object_to_marketing(request.client.canonical or request.client, request, at)


@on_live_record
def _object_to_marketing(person: Subject, request: SubjectRequest, at: datetime) -> int:
    """Lock order: the client before their addresses, so that none comes in between."""
    lock_decisions(person)
    addresses = addresses_of(person)
    for channel, contact in addresses:
        suppress(channel, contact, brand=request.brand, reason=Suppression.Reason.OBJECTED)
    tell_recipients(request, OBJECTED, at=at, fields=["marketing"])
    for brand in _houses(request):
        write_objection(person, request, brand, addresses)
    return len(addresses)


def addresses_of(person: Subject) -> list[Contact]:
    """Each (channel, normalised address), settled under one key. The caller holds the client."""
    addresses = [(channel, each) for channel in MARKETING_CHANNELS for each in person.contact_points(channel)]
    settle_contacts(addresses)
    return addresses


def write_objection(person: Subject, request: SubjectRequest, brand: Any, addresses: Sequence[Contact]) -> None:
    """The person's no to marketing of this house and to all below, and beside it the one of each address."""
    for purpose in _marketing_and_below():
        of_person = {"brand": brand, "purpose": purpose.code, "channel": "", "contact": ""}
        record_decision(person, **of_person, **_withdrawal(request), is_of_person=True)
        for channel, contact in addresses:
            if channel in purpose.channels:
                place = {"brand": brand, "purpose": purpose.code, "channel": channel, "contact": contact}
                record_decision(person, **place, **_withdrawal(request))


def object_to_profiling(request: SubjectRequest, at: datetime) -> int:
    """Of the house that was asked, or of all; how many houses draw no more conclusions."""
    person: Any = request.client.canonical or request.client
    houses = _houses(request)
    tell_recipients(request, OBJECTED, at=at, fields=["profiling"])
    for brand in houses:
        decide_for_person(person, brand=brand, purpose="profiling", **_withdrawal(request))
    for cease in _ceasing.values():
        cease([person.pk], at)
    return len(houses)


def _marketing_and_below() -> list[Purpose]:
    """Whoever says yes to news again has not asked for the rest."""
    ways = ("", "parent__", "parent__parent__", "parent__parent__parent__")
    wanted = [Q(**{f"{way}code__in": MARKETING_PURPOSES}) for way in ways]
    return list(Purpose.objects.filter(wanted[0] | wanted[1] | wanted[2] | wanted[3]).order_by("pk"))


def _houses(request: SubjectRequest) -> list[Any]:
    return [request.brand] if request.brand else every_house()


def every_house() -> list[Any]:
    return list(apps.get_model("crm", "Brand").objects.order_by("pk"))


def _withdrawal(request: SubjectRequest) -> dict[str, Any]:
    """Of when the person said so, however long the letter lay."""
    return {
        "status": Decision.Status.WITHDRAWN, "method": _METHODS.get(request.intake, Decision.Method.STAFF),
        "origin": request.reference, "actor": request.taken_by,
        "at": request.received_at,
    }  # fmt: skip
