"""A house that is founded later begins with the no of everybody who objected to marketing of all houses.

An objection to "all" is to the group (GDPR Art. 21(3): "no longer be processed for such purposes"), and a new name over
a door makes nobody ask for news. It is written for the new house as it was for the others, as of the day it was made,
and ends there by the client's own later yes to that house.
"""

from typing import TYPE_CHECKING

from django.apps import apps

from consent.actions.live_record import lock_decisions, on_live_record
from consent.actions.suppress import suppress
from consent.models import Decision, SubjectRequest, Suppression
from consent.rights.objections import addresses_of, every_house, write_objection
from consent.rights.records import records_of_person
from consent.subjects import Subject

if TYPE_CHECKING:
    from crm.models import Brand


def carry_objections(brand: "Brand") -> int:
    """For how many people; again changes nothing.

    Call it in the transaction that founds the house, and again once it has committed: who objected meanwhile did not
    see the house, nor were they seen.
    """
    kind, done = SubjectRequest.Kind.OBJECTION_MARKETING, SubjectRequest.State.DONE
    to_all = SubjectRequest.objects.filter(kind=kind, brand=None, state=done)
    standing = to_all.select_related("client__canonical").order_by("pk")
    return sum(_carry(each.client.canonical or each.client, each, brand) for each in standing)


def carry_objection(request: SubjectRequest) -> int:
    """To the houses that were founded while it was written; how many. Call it once it has committed."""
    person: Subject = request.client.canonical or request.client
    return sum(_carry(person, request, brand) for brand in every_house())


@on_live_record
def _carry(person: Subject, request: SubjectRequest, brand: "Brand") -> bool:
    """Whether it was not written there yet. What the client said to the house since is left alone, and of somebody
    who was erased nothing is written anew."""
    lock_decisions(person)
    written = Decision.objects.filter(client__in=records_of_person(person), brand=brand, origin=request.reference)
    if written.exists() or _is_erased(person):
        return False
    addresses = addresses_of(person)
    for channel, contact in addresses:
        suppress(channel, contact, brand=brand, reason=Suppression.Reason.OBJECTED)
    write_objection(person, request, brand, addresses)
    return True


def _is_erased(person: Subject) -> bool:
    return bool(apps.get_model("crm", "Client")._default_manager.filter(pk=person.pk).exclude(erased_at=None).exists())
