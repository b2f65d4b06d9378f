"""An address that comes to a client brings the no that was said on it, whoever had it then."""

from collections.abc import Iterable

from django.apps import apps

from consent.contact_hash import Contact, contact_hashes
from consent.models import CurrentDecision, Decision
from consent.rehashing.settle import settle_contacts
from consent.subjects import Subject

_STOPS = [Decision.Status.REFUSED, Decision.Status.WITHDRAWN]


def heed_refusals(client: Subject, contacts: Iterable[Contact]) -> int:
    """Point ``client`` to each no that still holds for somebody else on these (channel, normalised address), unless
    the client said something later there; how many there were. A yes never travels this way.

    Call it in the transaction that gives the client the address, under the client's lock. One statement where
    nobody ever said no, which is nearly always.
    """
    known = set(contacts)
    hashes = {hashed for contact in known for hashed in contact_hashes(*contact)}
    said = Decision.objects.filter(contact_hash__in=hashes, status__in=_STOPS).exclude(client_id=client.pk)
    others = set(said.values_list("client_id", flat=True)) if hashes else set()
    if others:
        settle_contacts(known)
    standing = CurrentDecision.objects.filter(
        client__in=others, contact_hash__in=hashes, decision__status__in=_STOPS
    ).select_related("decision")
    return sum(_point(client, each) for each in standing.order_by("decision__captured_at", "pk")) if others else 0


def heed_refusals_of_many(arrivals: Iterable[tuple[int, str, str]]) -> int:
    """The same for a whole file: (client's id, channel, normalised address). One statement where nobody said no.

    Nobody else has the addresses of ``arrivals``, so each of them comes to one client.
    """
    comes_to = {
        hashed: (client, channel, contact)
        for client, channel, contact in arrivals
        for hashed in contact_hashes(channel, contact)
    }
    said = Decision.objects.filter(contact_hash__in=list(comes_to), status__in=_STOPS)
    heeding: dict[int, list[tuple[str, str]]] = {}
    for hashed in said.values_list("contact_hash", flat=True).distinct() if comes_to else ():
        client, channel, contact = comes_to[hashed]
        heeding.setdefault(client, []).append((channel, contact))
    clients = apps.get_model("crm", "Client").objects.in_bulk(list(heeding))
    return sum(heed_refusals(clients[client], contacts) for client, contacts in sorted(heeding.items()))


def _point(client: Subject, no: CurrentDecision) -> bool:
    place = {
        "client_id": client.pk,
        "brand_id": no.brand_id,
        "purpose_id": no.purpose_id,
        "channel": no.channel,
        "contact_hash": no.contact_hash,
    }
    mine = CurrentDecision.objects.select_related("decision").filter(**place).first()
    if mine is not None and mine.decision.captured_at >= no.decision.captured_at:
        return False
    CurrentDecision.objects.update_or_create(**place, defaults={"decision": no.decision})
    return True
