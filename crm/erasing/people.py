"""Every record of a person: found, locked, and closed."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from consent.purposes import MARKETING_CHANNELS
from consent.rights.erasing.person import Person, Traces
from crm.actions.merge import lock_identifiers_of
from crm.erasing.recipients import leave_audiences
from crm.identity.erased import hold_gate
from crm.models import Client, CustomerAccount, Identifier, IdentityLink
from crm.models.client import CHANNEL_NAMESPACES, new_uid


class RecordsMovedError(Exception):
    """Another record was merged into the person while this call waited: look again."""


class OwnPeople:
    """See consent.rights.erasing.contributions.People."""

    def lock_person(self, client_id: int) -> Person | None:
        """Lock order: the gate, identifiers, then the records by their ids."""
        hold_gate(is_erasing=True)
        # Ends: it is tried again only when somebody's merge of this very person was committed meanwhile.
        while True:
            # What was locked is let go when the records turn out to be others: then in their order, anew.
            with suppress(RecordsMovedError), transaction.atomic():
                return _lock(client_id)

    def contacts_of(self, person: Person) -> Iterable[tuple[str, str]]:
        for namespace, value in person.traces.identifiers:
            for channel in MARKETING_CHANNELS:
                if CHANNEL_NAMESPACES.get(channel, channel) == namespace:
                    yield channel, value

    def close_records(self, person: Person, at: datetime) -> None:
        """Nobody logs in on them, nothing resolves to them, and their number is one that leads to nobody."""
        theirs = Identifier.objects.filter(client__in=person.client_ids)
        for end in ("a", "b"):
            IdentityLink.objects.filter(**{f"{end}__in": theirs}, retracted_at=None).update(retracted_at=at)
        theirs.filter(retracted_at=None).update(retracted_at=at, retracted_because=Identifier.Ended.ERASED)
        CustomerAccount.objects.filter(client__in=person.client_ids).delete()
        leave_audiences(person.client_ids)
        for pk in person.client_ids:
            Client.objects.filter(pk=pk).update(erased_at=at, uid=new_uid())


def _lock(client_id: int) -> Person | None:
    ids = _records(client_id)
    lock_identifiers_of(*ids)
    locked = list(Client.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
    if _records(client_id) != ids:
        raise RecordsMovedError
    if any(each.erased_at for each in locked):
        return None
    # The record that lives stands first.
    locked.sort(key=lambda each: (each.canonical_id is not None, each.pk))
    return Person(tuple(each.pk for each in locked), _traces(locked))


def _records(client_id: int) -> list[int]:
    """The ids of all records of the person of this one, in order."""
    asked = Client.objects.values_list("canonical_id", flat=True).get(pk=client_id) or client_id
    return list(Client.objects.filter(Q(pk=asked) | Q(canonical=asked)).order_by("pk").values_list("pk", flat=True))


def _traces(records: list[Client]) -> Traces:
    words = {word for each in records for word in each.search_text.split()}
    return Traces(
        uids=tuple(each.uid for each in records),
        identifiers=tuple(sorted(set(_identifiers(records).values_list("namespace", "value")))),
        names=tuple(sorted({(each.given_name, each.family_name) for each in records} - {("", "")})),
        words=tuple(sorted(words)),
    )


def _identifiers(records: list[Client]) -> QuerySet[Identifier]:
    """Those that ended too, but for what means somebody else by now: a number that was given on, a shared tablet."""
    theirs = Identifier.objects.filter(client__in=records)
    elsewhere = Q(pk__in=[])
    for namespace, value in set(theirs.exclude(retracted_at=None).values_list("namespace", "value")):
        held = Identifier.objects.filter(namespace=namespace, value=value, retracted_at=None)
        if held.exclude(client__in=records).exists():
            elsewhere |= Q(namespace=namespace, value=value)
    return theirs.exclude(elsewhere)
