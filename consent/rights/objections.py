"""Objections hold from the moment they are made (GDPR Art. 21): nobody of the house has to agree.

To marketing: every address is suppressed, which outlives an erasure, and each yes is withdrawn in the ledger. To
profiling: a withdrawal for each house, which the merges and the look-ups of ``profiling`` know already; the apps that
conclude something of a person stop, and forget what they concluded (``register_ceasing``).
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.apps import apps

from consent.actions.decide import decide_for_person, record_decision
from consent.actions.suppress import suppress
from consent.contact_hash import Contact
from consent.models import CurrentDecision, Decision, SubjectRequest, Suppression
from consent.purposes import MARKETING_CHANNELS, MARKETING_PURPOSES
from consent.rehashing.settle import settle_contacts

Kind = SubjectRequest.Kind
Ceasing = Callable[[Sequence[int], datetime], None]

_ceasing: dict[str, Ceasing] = {}


def register_ceasing(app: str, cease: Ceasing) -> None:
    """Called once, when an app is ready. ``cease(client_ids, at)`` runs in the transaction of the objection."""
    _ceasing[app] = cease


def object_to_marketing(request: SubjectRequest, at: datetime) -> int:
    """Of the house that was asked, or of all; how many addresses are silent now."""
    person: Any = request.client.canonical or request.client
    contacts = [(channel, each) for channel in MARKETING_CHANNELS for each in person.contact_points(channel)]
    addresses = {hashed: contact for contact, hashed in settle_contacts(contacts).items()}
    for channel, contact in addresses.values():
        suppress(channel, contact, brand=request.brand, reason=Suppression.Reason.OBJECTED)
    _withdraw(request, person, addresses, at)
    return len(addresses)


def object_to_profiling(request: SubjectRequest, at: datetime) -> int:
    """Of the house that was asked, or of all; how many houses draw no more conclusions."""
    person: Any = request.client.canonical or request.client
    brands = [request.brand] if request.brand else list(apps.get_model("crm", "Brand").objects.order_by("pk"))
    for brand in brands:
        decide_for_person(
            person, brand=brand, purpose="profiling", status=Decision.Status.WITHDRAWN, method=_method(request),
            origin=request.reference, actor=request.taken_by, at=at,
        )  # fmt: skip
    for cease in _ceasing.values():
        cease([person.pk], at)
    return len(brands)


def _withdraw(request: SubjectRequest, person: Any, addresses: dict[str, Contact], at: datetime) -> None:
    """Each yes that holds on an address of theirs; a withdrawal that staff cannot turn round again."""
    holding = CurrentDecision.objects.filter(
        client_id=person.pk, purpose__code__in=MARKETING_PURPOSES, contact_hash__in=addresses,
        decision__status__in=[Decision.Status.GIVEN, Decision.Status.PENDING],
    ).select_related("brand", "purpose")  # fmt: skip
    if request.brand:
        holding = holding.filter(brand=request.brand)
    for each in holding.order_by("pk"):
        channel, contact = addresses[each.contact_hash]
        record_decision(
            person, brand=each.brand, purpose=each.purpose.code, channel=channel, contact=contact,
            status=Decision.Status.WITHDRAWN, method=_method(request), origin=request.reference,
            actor=request.taken_by, at=at,
        )  # fmt: skip


def _method(request: SubjectRequest) -> str:
    is_own = request.intake == SubjectRequest.Intake.CLIENT_PAGE
    return Decision.Method.WEB_FORM if is_own else Decision.Method.STAFF
