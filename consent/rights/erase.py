"""Erase a person: from this moment on they are nobody, and a worker empties what names them."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models.functions import Greatest
from django.utils import timezone

from consent.actions.access import record_access
from consent.models import ErasedIdentifier, Erasure, Suppression
from consent.rehashing.settle import settle_contacts
from consent.rights.erasing.contributions import people, seals
from consent.rights.erasing.person import Person
from consent.rights.errors import RightsError
from consent.subjects import Subject

if TYPE_CHECKING:
    from crm.models import User


@transaction.atomic
def erase_client(
    client: Subject, *, reason: str, actor: "User | None", request: str = "", at: datetime | None = None
) -> Erasure:
    """Begin the erasure of the person of this record (GDPR Art. 17); doing it again answers the first one.

    1. Lock every record of the person; note what names them, for as long as the erasure takes.
    2. Their addresses are suppressed, their identifiers remembered as hashes: nothing from before brings them back.
    3. Nobody is found by these records any more; runs and messages on their way are ended.
    4. A row says that a worker is to go through every table and place (consent.rights.erasing.work).

    ``request``: the reference of the person's request. Raises RightsError ``reason_missing``.
    """
    if not reason.strip():
        raise RightsError("reason_missing")
    at = at or timezone.now()
    person = people().lock_person(client.pk)
    if person is None:
        return Erasure.objects.get(client_ids__contains=[client.pk])
    erasure = Erasure.objects.create(
        client_id=person.client_ids[0], client_ids=list(person.client_ids), reason=reason.strip()[:120],
        request=request, actor=actor, traces=person.traces.as_json(), erased_at=at, due_at=at,
    )  # fmt: skip
    _keep_silent(person)
    remember_erased(person.traces.hashed, at)
    people().close_records(person, at)
    for seal in seals():
        seal(person, at)
    record_access(user=actor, client=client, action="changed", fields=["everything"], why=f"erasure {erasure.pk}")
    return erasure


def remember_erased(hashed: list[tuple[str, str]], at: datetime) -> None:
    """Whoever is erased a second time is so from the later moment on."""
    rows = [ErasedIdentifier(namespace=name, value_hash=value, erased_at=at) for name, value in hashed]
    ErasedIdentifier.objects.bulk_create(rows, ignore_conflicts=True)
    for name, value in hashed:
        kept = ErasedIdentifier.objects.filter(namespace=name, value_hash=value, erased_at__lt=at)
        kept.update(erased_at=Greatest("erased_at", at))


def _keep_silent(person: Person) -> None:
    """Marketing only: whoever comes anew is a client like any other, and allows what they want."""
    settled = settle_contacts(people().contacts_of(person))
    places = {(channel, hashed) for (channel, _), hashed in settled.items()}
    Suppression.objects.bulk_create(
        [
            Suppression(channel=channel, contact_hash=hashed, reason=Suppression.Reason.ERASED)
            for channel, hashed in sorted(places)
        ],
        ignore_conflicts=True,
    )
