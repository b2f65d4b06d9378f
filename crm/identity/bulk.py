"""Identity resolution for whole files: many values of one namespace in a few statements."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from crm.identity.blocked import blocked_among
from crm.identity.claims import IdentifierClaim
from crm.identity.erased import hold_gate
from crm.models import Client, Identifier
from crm.search.text import search_text_for

BATCH = 2_000


@dataclass(frozen=True, slots=True)
class NewClient:
    """What is known of a client at first sight."""

    country: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Resolved:
    """``ids``: value to id of the live client. ``created``: how many of them were not known before."""

    ids: dict[str, int]
    created: int


def known_clients(namespace: str, values: Iterable[str]) -> dict[str, int]:
    """Normalised value to id of the live client, for those values that identify somebody."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.value, (SELECT COALESCE(c.canonical_id, c.id) FROM crm_client c WHERE c.id = i.client_id)"
            " FROM crm_identifier i WHERE i.namespace = %s AND i.retracted_at IS NULL AND i.value = ANY(%s)",
            [namespace, list(values)],
        )
        return dict(cursor.fetchall())


@transaction.atomic
def resolve_many(namespace: str, values: Mapping[str, NewClient], *, source: str, asserted_at: datetime) -> Resolved:
    """The client of each normalised value, made where there is none, in six statements a batch.

    One value per client, so no link is drawn and no conflict can arise. Values are taken in sorted order:
    two imports that meet wait for each other instead of dying. A value that the house blocked has no id. Who was
    erased is to be left out by the caller, who knows of when each value was told, behind the gate that this holds.
    """
    hold_gate(is_erasing=False)
    ids = known_clients(namespace, values)
    unknown = sorted(set(values) - set(ids))
    created = 0
    for start in range(0, len(unknown), BATCH):
        batch = _unblocked(namespace, unknown[start : start + BATCH])
        clients = _make_clients(namespace, {value: values[value] for value in batch}, source)
        _identify(clients, namespace, batch, source, asserted_at)
        created += len(batch) - _drop_unidentified(clients)
        ids |= known_clients(namespace, batch)
    return Resolved(ids, created)


def _unblocked(namespace: str, values: list[str]) -> list[str]:
    claims = [IdentifierClaim(namespace, value) for value in values]
    blocked = blocked_among(claims)
    return [claim.value for claim in claims if claim not in blocked]


def _make_clients(namespace: str, values: Mapping[str, NewClient], source: str) -> list[Client]:
    clients = [Client(country=new.country, language=new.language, source=source[:60]) for new in values.values()]
    for client, value in zip(clients, values, strict=True):
        client.search_text = search_text_for(client, [(namespace, value)])
    return Client.objects.bulk_create(clients)


def _identify(clients: list[Client], namespace: str, values: list[str], source: str, asserted_at: datetime) -> None:
    """Another process may have met the same person a moment ago: then its identifier stands, and ours is not made."""
    Identifier.objects.bulk_create(
        [
            Identifier(namespace=namespace, value=value, client=client, source=source[:80], asserted_at=asserted_at)
            for client, value in zip(clients, values, strict=True)
        ],
        ignore_conflicts=True,
    )


def _drop_unidentified(clients: list[Client]) -> int:
    """Remove those of these new clients, whom nobody has seen yet, whose identifier another process had made.

    By the models, so that what a trigger noted about them a moment ago goes with them.
    """
    ids = [client.pk for client in clients]
    identified = set(Identifier.objects.filter(client__in=ids).values_list("client_id", flat=True))
    unseen = [pk for pk in ids if pk not in identified]
    if unseen:
        Client.objects.filter(pk__in=unseen).delete()
    return len(unseen)
